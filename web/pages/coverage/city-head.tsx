import type { ReactNode } from 'react';

/** The head of a matrix: what its rows are, then a column a city. */
export function CityHead({ rows, cities }: { readonly rows: string; readonly cities: readonly string[] }): ReactNode {
  return (
    <thead>
      <tr>
        <th scope="col">{rows}</th>
        {cities.map((city) => (
          <th key={city} scope="col">
            {city}
          </th>
        ))}
      </tr>
    </thead>
  );
}
