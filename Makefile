# Each verb is one line: scripts/xtask.sh installs what is missing, then runs `cargo run -p xtask -- VERB`.

.PHONY: run test interop soak bench audit

# The whole suite, with a made-up ministry inside, on http://localhost:8080
run:
	@scripts/xtask.sh run

# What every change pays: formatting, licences, lints, every test, the browser journeys.
test:
	@scripts/xtask.sh test

# Other people's clients and servers against ours.
interop:
	@scripts/xtask.sh interop

# Fifty kills per story, and the hours-long ones.
soak:
	@scripts/xtask.sh soak

# The measurements of bench/, one folder per question.
bench:
	@scripts/xtask.sh bench

# Known weaknesses in what we stand on; needs the advisory databases, hence the network.
audit:
	@scripts/xtask.sh audit
