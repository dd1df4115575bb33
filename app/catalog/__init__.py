"""What is measured and how numbers follow from each other: indicators, formulas, relations."""
