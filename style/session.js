// Warns before the session ends, with a button to stay. Without script the page only says when that is.
const WARN_SECONDS = 5 * 60;

const notice = document.querySelector("[data-session-seconds]");

if (notice) {
  const words = notice.querySelector(".app-session__words");
  const stay = notice.querySelector(".app-session__stay");
  let until = words.textContent;
  let timers = [];

  const say = (text) => {
    notice.classList.add("app-session--warning");
    words.textContent = text;
  };
  const wait = (seconds) => {
    timers.forEach(clearTimeout);
    const at = (second, work) => setTimeout(work, Math.max(0, second) * 1000);
    timers = [at(seconds - WARN_SECONDS, warn), at(seconds, end)];
  };
  const warn = () => {
    say(until.replace(" unless you open or send a page before then", " if you do nothing, in less than 5 minutes"));
    stay.hidden = false;
  };
  const end = () => {
    stay.hidden = true;
    say("You have been signed out. What you typed is still on this page: send it and sign in again.");
  };

  stay.addEventListener("click", async () => {
    const answer = await fetch("/account").catch(() => undefined);
    if (!answer?.ok || answer.redirected) return end();
    // That page says until when the session lasts now.
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-session-seconds]") ?? notice;
    until = fresh.querySelector(".app-session__words").textContent;
    stay.hidden = true;
    say(`You stay signed in. ${until}`);
    notice.classList.remove("app-session--warning");
    words.tabIndex = -1;
    words.focus();
    wait(Number(fresh.dataset.sessionSeconds));
  });

  wait(Number(notice.dataset.sessionSeconds));
}
