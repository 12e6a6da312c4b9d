// Writes moments in the zone of the browser. Without this file they stand in UTC; UTC stays on hover.
const inWords = new Intl.DateTimeFormat("en-GB", {
  day: "numeric", month: "long", year: "numeric",
  hour: "2-digit", minute: "2-digit", hour12: false, timeZoneName: "short",
});

const writeIn = (part) => {
  for (const moment of part.querySelectorAll("time[data-local]")) {
    const parts = Object.fromEntries(
      inWords.formatToParts(new Date(moment.dateTime)).map(({ type, value }) => [type, value]),
    );
    moment.textContent =
      `${parts.day} ${parts.month} ${parts.year}, ${parts.hour}:${parts.minute} ${parts.timeZoneName}`;
  }
};

writeIn(document);
// Another script put a moment into the page.
document.addEventListener("moments", (event) => writeIn(event.target));
