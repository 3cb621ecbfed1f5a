// A real OpenID provider that speaks as NHS CIS2 does, with invented people and their cards. The end-to-end tests use it, and
// `cargo xtask demo --oidc` runs it by `node end2end/support/issuer.mjs PORT TRACKER`.

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

import Provider from "oidc-provider";

/** Our name at the issuer. */
export const CLIENT = "000000000001.apps.national";
/** What the demonstration shows the issuer; a deployment has a secret or a key of its own. */
export const DEMO_SECRET = "invented-for-the-demonstration";

const SCOPES = "openid profile email nhsperson nationalrbacaccess associatedorgs selectedrole";

/**
 * @typedef {{ org_code: string, activity_codes?: string[] }} CardRole
 * @typedef {{ sub: string, given: string, family: string, about: string, roles: CardRole[], identity?: string, authentication?: string,
 *   userinfoSub?: string }} Card
 */

/** The people who have a card. */
export const CARDS = /** @type {const} */ ({
  robin: {
    sub: "555000000001", given: "Robin", family: "Hollins", about: "two practices, one with an activity code",
    roles: [{ org_code: "X10001", activity_codes: ["B0560"] }, { org_code: "X10002" }],
  },
  sasha: {
    sub: "555000000002", given: "Sasha", family: "Wexley", about: "a practice, and a sub-ICB location",
    roles: [{ org_code: "X10001", activity_codes: ["B0360", "B0945"] }, { org_code: "XS11" }],
  },
  toby: {
    sub: "555000000003", given: "Toby", family: "Marchbank", about: "a practice without an activity code",
    roles: [{ org_code: "X10001" }],
  },
  una: {
    sub: "555000000004", given: "Una", family: "Pellow", about: "no role at all", roles: [],
  },
  vic: {
    sub: "555000000005", given: "Vic", family: "Garrow", about: "identity checked to level 2 only",
    roles: [{ org_code: "X10001", activity_codes: ["B0360"] }], identity: "2",
  },
  wren: {
    sub: "555000000006", given: "Wren", family: "Tamblyn", about: "signs in with a password only",
    roles: [{ org_code: "X10001", activity_codes: ["B0360"] }], authentication: "1",
  },
});

/** @param {Card} card */
function claims(card) {
  const name = `${card.given} ${card.family}`;
  return {
    sub: card.sub,
    id_assurance_level: card.identity ?? "3",
    authentication_assurance_level: card.authentication ?? "3",
    uid: card.sub,
    name: `${card.family} ${card.given} Mx`,
    given_name: card.given,
    family_name: card.family,
    nhsid_useruid: card.sub,
    title: "Mx",
    display_name: name,
    idassurancelevel: card.identity ?? "3",
    email: `${card.given}.${card.family}@card.example`.toLowerCase(),
    nhsid_nrbac_roles: card.roles.map((role, index) => ({
      person_orgid: `55500000020${index}`,
      person_roleid: `55500000010${index}`,
      role_name: '"Admin & Clerical":"Admin & Clinical Support":"Admin/Clinical Support Access Role"',
      role_code: "S8001:G8002:R8008",
      ...role,
    })),
    nhsid_user_orgs: card.roles.map(({ org_code }) => ({ org_code, org_name: `Organisation ${org_code}` })),
    selected_roleid: "555000000100",
  };
}

const escape = (/** @type {string} */ text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

const page = (/** @type {string} */ title, /** @type {string} */ body) => `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><title>${title}</title></head><body><main><h1>${title}</h1>${body}</main></body></html>`;

function cardsPage(/** @type {string} */ uid) {
  const buttons = Object.entries(CARDS).map(
    ([key, card]) => `<p><button type="submit" name="card" value="${key}">${card.given} ${card.family}</button> ${escape(card.about)}</p>`,
  );
  const form = `<form method="post" action="/cards/${escape(uid)}">${buttons.join("")}<p><button type="submit" name="card" value="">Cancel</button></p></form>`;
  return page("Show a smartcard", `<p>Everybody here is invented.</p>${form}`);
}

function signingKey() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), kid: randomBytes(4).toString("hex"), alg: "RS256", use: "sig" };
}

/** @param {{ issuer: string, trackers: string[], secret: string | undefined }} wanted */
function configuration({ trackers, secret }) {
  const [first = ""] = trackers;
  const keys = secret
    ? { client_secret: secret, token_endpoint_auth_method: "client_secret_post" }
    : { jwks_uri: `${first}/sign-in/keys.json`, token_endpoint_auth_method: "private_key_jwt" };
  return {
    clients: [{
      client_id: CLIENT,
      ...keys,
      redirect_uris: trackers.map((tracker) => `${tracker}/sign-in/card/cis2/back`),
      post_logout_redirect_uris: trackers.map((tracker) => `${tracker}/`),
      backchannel_logout_uri: `${first}/sign-in/card/cis2/logout`,
      backchannel_logout_session_required: true,
      require_auth_time: true,
      response_types: ["code"],
      grant_types: ["authorization_code"],
    }],
    jwks: { keys: [signingKey()] },
    cookies: { keys: [randomBytes(16).toString("hex")] },
    claims: {
      openid: ["sub", "id_assurance_level", "authentication_assurance_level"],
      profile: ["name", "family_name", "given_name", "uid"],
      email: ["email"],
      nhsperson: ["nhsid_useruid", "title", "display_name", "idassurancelevel"],
      nationalrbacaccess: ["nhsid_nrbac_roles"],
      associatedorgs: ["nhsid_user_orgs"],
      selectedrole: ["selected_roleid"],
    },
    scopes: SCOPES.split(" "),
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (/** @type {any} */ ctx, /** @type {string} */ form) => {
          ctx.type = "html";
          const button = '<p><button type="submit" form="take-out" name="logout" value="yes">Take the card out</button></p>';
          ctx.body = page("Take your smartcard out", form.replace("op.logoutForm", "take-out").replaceAll(/<input ([^>]*?)\/>/g, "<input $1>") + button);
        },
        postLogoutSuccessSource: (/** @type {any} */ ctx) => {
          ctx.type = "html";
          ctx.body = page("Your smartcard is out", "<p>You are signed out here.</p>");
        },
      },
    },
    pkce: { required: () => true },
    // By itself it does not talk to this machine, where our trackers are.
    fetch: (/** @type {string} */ url, /** @type {any} */ { dispatcher: _, ...options }) => fetch(url, options),
    interactions: { url: (/** @type {any} */ _, /** @type {any} */ interaction) => `/cards/${interaction.uid}` },
    ttl: { AccessToken: 300, AuthorizationCode: 60, Grant: 3600, IdToken: 300, Interaction: 600, Session: 3600 },
    findAccount: (/** @type {any} */ _, /** @type {string} */ sub) => {
      const card = Object.values(CARDS).find((one) => one.sub === sub);
      return card && { accountId: sub, claims: () => claims(card) };
    },
    // Nobody is asked for consent: at CIS2 it is not theirs to give.
    loadExistingGrant: async (/** @type {any} */ ctx) => {
      const { client, session, provider } = ctx.oidc;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope(SCOPES);
      await grant.save();
      return grant;
    },
  };
}

/**
 * Starts an issuer that knows these trackers.
 * @param {{ port?: number, trackers: string[], secret?: string }} wanted
 */
export async function startIssuer({ port = 0, trackers, secret }) {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === "object" ? address?.port : port}`;
  const provider = new Provider(issuer, configuration({ issuer, trackers, secret }));
  const answer = provider.callback();
  provider.on("backchannel.error", (_, error) => console.error(`the tracker did not take a logout token: ${error.message}`));
  server.on("request", (request, response) => {
    if (!request.url?.startsWith("/cards/")) return void answer(request, response);
    show(provider, request, response).catch((error) => response.writeHead(400).end(String(error)));
  });
  const close = () => new Promise((closed) => { server.close(closed); server.closeAllConnections(); });
  return { issuer, close };
}

/** @param {Provider} provider @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response */
async function show(provider, request, response) {
  const { uid } = await provider.interactionDetails(request, response);
  if (request.method !== "POST") {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(cardsPage(uid));
    return;
  }
  let body = "";
  for await (const part of request) body += part;
  const card = Object.entries(CARDS).find(([key]) => key === new URLSearchParams(body).get("card"))?.[1];
  const result = card
    ? { login: { accountId: card.sub, acr: "AAL3_ANY", amr: ["N3_SMARTCARD"] } }
    : { error: "access_denied", error_description: "The person went away" };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const [port = "4000", tracker = "http://127.0.0.1:3000"] = argv.slice(2);
  const { issuer } = await startIssuer({ port: Number(port), trackers: [tracker], secret: DEMO_SECRET });
  console.log(`Smartcards are shown at ${issuer}`);
}
