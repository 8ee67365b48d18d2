import { useListFilterContext } from 'react-admin';

/** One filter of the list: its value and how to change it. An empty value removes the filter. */
export function useFilter(name: string): [value: unknown, set: (value: unknown) => void] {
  const { filterValues, setFilters } = useListFilterContext();
  const filters = filterValues as Record<string, unknown>;
  const set = (value: unknown) => {
    const { [name]: _before, ...others } = filters;
    setFilters(
      value === undefined || value === '' || value === null ? others : { ...others, [name]: value },
      [],
      false,
    );
  };
  return [filters[name], set];
}
