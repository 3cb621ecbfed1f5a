// The system's Chromium: no package brings one, since nothing may download a browser when it installs.

export const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

// It must not talk to anybody but the server under test, and must start where there is no sandbox and no GPU.
export const args = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
