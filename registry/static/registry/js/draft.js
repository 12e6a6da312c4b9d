// Saves what is typed a moment after it was typed, and says when. Without it every button works.
// A save that fails keeps the text in the page, says so, and is tried again.
(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form || form.hasAttribute("inert")) return;
  const PAUSE = 1500;
  const RETRY = 5000;
  const status = document.getElementById("draft-saved");
  let timer = 0;
  let version = 0;
  let saved = 0;

  const say = (text) => {
    status.textContent = text;
  };

  const show = (answer) => {
    form.elements._token.value = answer.token;
    const meter = document.getElementById("meter");
    const opened = [...meter.querySelectorAll("details")].map((details) => details.open);
    meter.innerHTML = answer.meter;
    meter.querySelectorAll("details").forEach((details, place) => { details.open = Boolean(opened[place]); });
    document.getElementById("draft-headline").replaceChildren(
      ...answer.headline.map((line) => Object.assign(document.createElement("p"), { textContent: line })),
    );
    status.innerHTML = answer.saved;
    status.dispatchEvent(new Event("moments", { bubbles: true }));
    if (answer.errors.length) status.append(`, ${answer.errors.length} to repair`);
  };

  const save = async (isSecondTry = false) => {
    const sending = version;
    say("Saving …");
    try {
      const response = await fetch(form.action || location.href, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new FormData(form),
        redirect: "manual",
      });
      if (response.status === 409) {
        const answer = await response.json();
        say(answer.conflict ? `${answer.conflict} Press “Save” to see both versions.` : answer.refused);
        return;
      }
      if (response.status === 403 && !isSecondTry) {
        // Signed in anew in another tab: the form needs a new token, and then it may go.
        form.elements.csrfmiddlewaretoken.value = (await response.json()).csrf;
        return save(true);
      }
      if (!response.ok) throw new Error(response.type);
      show(await response.json());
      saved = sending;
      if (version !== saved) schedule(PAUSE);
    } catch (error) {
      const why = error.message === "opaqueredirect" ? "You are signed out: sign in in another tab" : "No connection";
      say(`${why}. What you typed is still here and not saved yet; it is tried again.`);
      schedule(RETRY);
    }
  };

  const schedule = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(() => save(), delay);
  };

  form.addEventListener("input", () => {
    version += 1;
    schedule(PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    saved = version;
  });
  addEventListener("beforeunload", (event) => {
    if (version !== saved) event.preventDefault();
  });
})();
