// Starts the NHS components of a page. Where they are is said by the page, since their file's name
// changes with its content: <script type="module" src="…" data-nhsuk="…">.
const { nhsuk } = document.querySelector("script[data-nhsuk]").dataset;

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
for (const start of Object.values(await import(nhsuk))) {
  start();
}
