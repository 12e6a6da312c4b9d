// Makes the call that the page has built and shows the answer. Without this file the page still
// gives the call, as a link and as a command.
const LONGEST = 200000;
const byId = (id) => document.getElementById(id);
const link = byId("call");
const send = byId("send");

if (link) {
  show(link.getAttribute("href"), { headers: { Accept: "application/json, */*;q=0.8" } });
}
if (send) {
  byId("body-form").hidden = false;
  send.addEventListener("click", () => show(send.dataset.address, {
    method: "POST",
    headers: { "Content-Type": byId("body-type").value },
    body: byId("body").value,
  }));
}
// What is not filled in stays out of the address of this page.
for (const form of document.querySelectorAll(".playground-form")) {
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) {
      if (value === "") event.formData.delete(name);
    }
  });
}

async function show(address, options) {
  byId("response").hidden = false;
  byId("response-status").textContent = "Waiting for the answer …";
  byId("response-body").textContent = byId("response-headers").textContent = "";
  const began = performance.now();
  let response, text;
  try {
    response = await fetch(address, { ...options, credentials: "omit" });
    text = await response.text();
  } catch {
    byId("response-status").textContent = "No answer came: the registry cannot be reached.";
    return;
  }
  const took = Math.round(performance.now() - began);
  const size = new Blob([text]).size.toLocaleString("en");
  byId("response-status").textContent =
    `${response.status} ${response.statusText} · ${size} bytes · ${took} ms`;
  byId("response-headers").textContent =
    [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
  byId("response-body").textContent = readable(text, response.headers.get("Content-Type") ?? "");
}

function readable(text, type) {
  const whole = type.includes("json") && text.length <= LONGEST ? onLines(text) : text;
  return whole.length > LONGEST ? `${whole.slice(0, LONGEST)}\n… shortened` : whole;
}

// JSON on lines of its own. The text is not read as numbers: 3.8e25 would come out in other digits.
function onLines(text) {
  let depth = 0, isText = false, out = "";
  const line = () => `\n${"  ".repeat(depth)}`;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isText) {
      out += character;
      if (character === "\\") out += text[at += 1];
      else if (character === '"') isText = false;
    } else if (character === '"') {
      isText = true;
      out += character;
    } else if (character === "{" || character === "[") {
      if (text[at + 1] === "}" || text[at + 1] === "]") {
        out += character + text[at += 1];
      } else {
        depth += 1;
        out += character + line();
      }
    } else if (character === "}" || character === "]") {
      depth -= 1;
      out += line() + character;
    } else if (character === ",") {
      out += character + line();
    } else if (character === ":") {
      out += ": ";
    } else if (!/\s/.test(character)) {
      out += character;
    }
  }
  return out;
}
