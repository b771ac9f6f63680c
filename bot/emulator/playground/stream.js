/** What happens in the tenant while the page is open, as server-sent events. */

const AGAIN_AFTER = 2000;

/**
 * After a loss the page connects anew and reads everything again: the tenant may have started afresh meanwhile.
 *
 * @param {Record<string, (data: any) => void>} hears what to do on each kind of event
 * @param {{lost: () => void, back: () => void}} connection told once for each loss
 */
export function listen(hears, connection) {
  let lost = false;

  function connect() {
    const source = new EventSource("/practice/stream");
    for (const [kind, hear] of Object.entries(hears)) {
      source.addEventListener(kind, (event) => hear(JSON.parse(event.data)));
    }
    source.onopen = () => {
      if (lost) connection.back();
      lost = false;
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
