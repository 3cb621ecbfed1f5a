// Starts the NHS components of a page, then its islands. Where the files are is said by the page, since their names change with
// their content: <script type="module" src="…" data-nhsuk="…" data-app="…" data-wasm="…">; the last two only where there is an island.
import "./session.js";

const { nhsuk, app, wasm } = document.querySelector("script[data-nhsuk]").dataset;

// All on their way at once; nothing in the page asks for them, so that browsers without script do not either.
const components = import(nhsuk);
const code = app && import(app);
const binary = app && fetch(wasm);

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
for (const start of Object.values(await components)) {
  start();
}

if (app) {
  const islands = await code;
  await islands.default({ module_or_path: binary });
  islands.hydrate();
  for (const island of document.querySelectorAll("leptos-island")) {
    islands[island.dataset.component]?.(island);
  }
}
