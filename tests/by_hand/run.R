# Programs of others that no registry of ours has, run by hand. What they answered is kept beside this file, and
# tests/peers.py holds it against ours at every change; of the programs themselves nothing is kept.
#
#   Rscript tests/by_hand/run.R FOLDER
#
# FOLDER holds clones from GitHub, at the commits below: taylordunn/gasr (MIT) and stp4/stp25kano (GPL-3). Base R is
# enough: what the packages are otherwise built on makes tables, not figures.

commits <- c(
  gasr = "1de118a6293696ef5ce9efb8dd5937a0028df7ef",
  stp25kano = "1b7233300eb2d5fd96d4385a7035ea0821907d8b"
)
folder <- commandArgs(trailingOnly = TRUE)[1]
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
keep <- function(table, name) write.csv(table, file.path(here, name), row.names = FALSE, quote = FALSE)
joined <- function(x) paste(format(x, digits = 15, trim = TRUE), collapse = " ")

# The functions `names` that stand inside another function, as they stand there.
inside <- function(outer, names) {
  found <- new.env()
  for (line in as.list(body(outer))) {
    if (is.call(line) && identical(line[[1]], quote(`<-`)) && as.character(line[[2]])[1] %in% names) eval(line, found)
  }
  found
}

set.seed(20)
source(file.path(folder, "gasr", "R", "calculate.R"))
goals <- lapply(1:200, function(at) {
  k <- sample(1:8, 1)
  levels <- sample(-2:2, k, replace = TRUE)
  weights <- round(runif(k, 0.5, 9), 2)
  rho <- round(runif(1, 0, 0.9), 2)
  data.frame(
    levels = joined(levels), weights = joined(weights), rho = rho,
    t = format(calc_tscore(levels, weights, rho), digits = 17)
  )
})
keep(do.call(rbind, goals), "gas_t.csv")

source(file.path(folder, "stp25kano", "R", "kano.R"))
theirs <- inside(tbll_extract_kano, c("kano_kategorien", "Fong", "kano_aggregate_num"))
letters_ <- theirs$kano_kategorien
features <- lapply(1:300, function(at) {
  share <- rexp(6) * c(1, 1, 1, 1, 0.3, 0.1)
  answers <- factor(sample(letters_, sample(20:400, 1), replace = TRUE, prob = share), letters_)
  found <- theirs$kano_aggregate_num(answers)
  fong <- strsplit(theirs$Fong(table(answers)), " ")[[1]]
  data.frame(
    t(as.vector(table(answers))), mode = letters_[found["max.Kat"]], moai = letters_[found["M.O.A.I"]],
    difference = fong[1], critical = fong[3], verdict = fong[4]
  )
})
kano <- do.call(rbind, features)
names(kano)[1:6] <- letters_
keep(kano, "kano.csv")

keep(data.frame(
  program = names(commits), commit = commits, R = as.character(getRversion()), on = format(Sys.Date())
), "runs.csv")
