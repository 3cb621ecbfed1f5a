// A mail server that keeps what it is given: what arrives here went over real SMTP.

import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

import PostalMime from "postal-mime";
import type { Attachment } from "postal-mime";
import { SMTPServer } from "smtp-server";

export interface Mail {
  to: string[];
  from: string;
  subject: string;
  text: string;
  html: string;
  header(name: string): string;
  attachments: Attachment[];
}

/** How long a message may take from the commit that wrote it to this mailbox, in milliseconds. */
const PATIENCE = 20_000;

export class Mailbox {
  readonly mails: Mail[] = [];
  readonly #server: SMTPServer;
  #arrived: (() => void)[] = [];

  private constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      onData: (stream, session, done) => {
        const to = session.envelope.rcptTo.map((recipient) => recipient.address.toLowerCase());
        buffer(stream)
          .then(async (raw) => this.#keep(await read(raw, to)))
          .then(() => done(), done);
      },
    });
  }

  static async open(): Promise<Mailbox> {
    const mailbox = new Mailbox();
    await new Promise<void>((listening) => mailbox.#server.listen(0, "127.0.0.1", listening));
    return mailbox;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`;
  }

  /** Everything that came for somebody so far, oldest first. */
  for(recipient: string): Mail[] {
    return this.mails.filter((mail) => mail.to.includes(recipient));
  }

  /** The newest message for somebody with this subject, as soon as there is one. */
  async waitFor(recipient: string, subject: RegExp): Promise<Mail> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const mail = this.for(recipient).findLast((mail) => subject.test(mail.subject));
      if (mail) return mail;
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`no mail ${subject} for ${recipient}; ${this.#contents()}`);
      await this.#next(left);
    }
  }

  /** Throws everything away, so that the next message is a new one. */
  empty(): void {
    this.mails.length = 0;
  }

  close(): Promise<void> {
    return new Promise((closed) => this.#server.close(() => closed()));
  }

  #keep(mail: Mail): void {
    this.mails.push(mail);
    for (const wake of this.#arrived.splice(0)) wake();
  }

  #next(milliseconds: number): Promise<void> {
    return new Promise((wake) => {
      const timer = setTimeout(wake, milliseconds);
      this.#arrived.push(() => {
        clearTimeout(timer);
        wake();
      });
    });
  }

  #contents(): string {
    const lines = this.mails.map((mail) => `${mail.to.join(", ")}: ${mail.subject}`);
    return `there are ${lines.length}:\n${lines.join("\n")}`;
  }
}

async function read(raw: Buffer, to: string[]): Promise<Mail> {
  const parsed = await PostalMime.parse(raw, { attachmentEncoding: "utf8" });
  return {
    to,
    from: parsed.from?.address ?? "",
    subject: parsed.subject ?? "",
    text: parsed.text ?? "",
    html: parsed.html ?? "",
    header: (name) => parsed.headers.find((header) => header.key === name.toLowerCase())?.value ?? "",
    attachments: parsed.attachments,
  };
}
