# Read the table of a release and two answers in JSON, as an analyst with plain R would: `Rscript tables.R ADDRESS`.
library(jsonlite)

address <- commandArgs(trailingOnly = TRUE)[1]
table <- read.csv(
  paste0(address, "/v1/releases/1/observations.csv"), encoding = "UTF-8", na.strings = ""
)
members <- subset(table, organization == "lao-cai" & indicator == "members")
shares <- fromJSON(paste0(
  address, "/v1/observations?organization=lao-cai&period=2022&indicator=ethnic_minority_share_of_members"
))
organization <- fromJSON(paste0(address, "/v1/organizations/lao-cai"))
cat(toJSON(
  list(
    rows = nrow(table),
    numbers = sum(!is.na(table$value)),
    missing = sum(is.na(table$value)),
    total = sum(table$value, na.rm = TRUE),
    qualifiers = I(sort(unique(na.omit(table$qualifier)), method = "radix")),
    label = organization$data$name$vi,
    print = shares$data$as_reported,
    members = setNames(as.list(members$value), members$period)
  ),
  auto_unbox = TRUE, digits = NA
))
