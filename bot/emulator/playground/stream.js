/** What happens in the tenant while the page is open, as server-sent events. */

const AGAIN_AFTER = 2000;

/**
 * The page reads everything once it is open, so that nothing falls between reading and listening. After a loss it
 * connects anew and reads everything again: the tenant may have started afresh meanwhile.
 *
 * @param {Record<string, (data: any, number: number) => void>} hears what to do on each kind of event
 * @param {{lost: () => void, open: () => void}} connection told once for each loss, and each time that it is open
 */
export function listen(hears, connection) {
  let lost = false;

  function connect() {
    const source = new EventSource("/practice/stream");
    for (const [kind, hear] of Object.entries(hears)) {
      source.addEventListener(kind, (event) => hear(JSON.parse(event.data), Number(event.lastEventId)));
    }
    source.onopen = () => {
      lost = false;
      connection.open();
    };
    source.onerror = () => {
      source.close();
      setTimeout(connect, AGAIN_AFTER);
      if (!lost) connection.lost();
      lost = true;
    };
  }

  connect();
}
