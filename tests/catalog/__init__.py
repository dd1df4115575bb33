"""Tests of app.catalog: formulas, stanzas, and the catalog as a whole."""
