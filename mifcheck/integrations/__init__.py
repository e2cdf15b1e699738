"""mifcheck's checks in the interfaces of other evaluation suites."""
