"""Offers mifcheck's checks through the interfaces of other evaluation suites."""
