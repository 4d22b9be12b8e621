/** The frame around a message as HTML: nothing is loaded from anywhere, and it reads well in any mail program. */
import type { Language } from '../wording/language.ts';
import { html } from '../wording/html.ts';
import type { Html } from '../wording/html.ts';

export function messagePage(title: string, body: Html, footer: readonly string[], language: Language): string {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
      </head>
      <body
        style="margin:0;background:#f6f8fa;color:#1f2328;font:15px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif"
      >
        <div style="max-width:640px;margin:0 auto;padding:24px 16px">
          <div style="background:#fff;border:1px solid #d1d9e0;border-radius:8px;padding:20px">${body}</div>
          ${footer.map((line) => html`<p style="color:#57606a;font-size:12px;margin:8px 4px">${line}</p>`)}
        </div>
      </body>
    </html> `.markup;
}

/** A table of a name and a value a line. */
export function factTable(rows: readonly (readonly [name: string, value: string])[]): Html {
  return html`<table style="border-collapse:collapse;width:100%">
    ${rows.map(
      ([name, value]) =>
        html`<tr>
          <td style="padding:4px 12px 4px 0;color:#57606a;white-space:nowrap;vertical-align:top">${name}</td>
          <td style="padding:4px 0">${value}</td>
        </tr> `,
    )}
  </table>`;
}
