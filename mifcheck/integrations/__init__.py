"""mifcheck's checks in the shape that other evaluation suites ask for."""
