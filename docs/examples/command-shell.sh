#!/bin/sh
# First page of one search as CSV, with curl and sed (docs/command-scrapers.md). The task comes in variables.
set -eu
page="$SCRAPING_FOLDER/page.html"
address="$SCRAPING_URL"
host=${address#*://}
host=${host%%/*}
if [ -n "${SCRAPING_REHEARSAL:-}" ]; then
  path=${address#*://}
  address="$SCRAPING_REHEARSAL/${path#*/}"
fi
status=$(curl --silent --show-error --max-time 60 --user-agent "$SCRAPING_USER_AGENT" --header "Host: $host" \
  --output "$page" --write-out '%{http_code}' "$address") || exit 69
case $status in
  200) ;;
  401 | 403) exit 77 ;;
  404) exit 66 ;;
  *) echo "status $status" >&2; exit 75 ;;
esac
case $SCRAPING_URL in */renta*) operation=renta price=priceRent ;; *) operation=venta price=priceSale ;; esac
# Numbers and addresses are safe to cut out with sed; for texts, which hold quotes and escapes, take jq or Python.
echo 'Clave,Precio,Operación,Enlace' > "$SCRAPING_OUTPUT"
sed 's/{"id":/\n{"id":/g' "$page" | sed -En \
  "s|^\{\"id\":([0-9]+),.*\"canonical\":\"([^\"]+)\",\"slugs\".*\"$price\":([0-9]+).*|\1,\"\$ \3\",$operation,https://www.casasyterrenos.com/propiedad/\2|p" \
  >> "$SCRAPING_OUTPUT"
if grep -q 'data-testid="no-results"' "$page"; then echo '{"empty": true}'; fi
