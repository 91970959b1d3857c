//! How much memory PostgreSQL keeps pages in, when the operator does not say.

use std::fs;

const MEBIBYTE: u64 = 1 << 20;
/// PostgreSQL's own default: enough for a town, and what a small machine can spare.
const LEAST: u64 = 128 * MEBIBYTE;
const MOST: u64 = 4096 * MEBIBYTE;
/// The program, its index and the system's own cache of files need the rest.
const SHARE: u64 = 8;

/// An eighth of the memory there is, in PostgreSQL's notation.
pub(crate) fn fitting() -> String {
    in_megabytes(memory().unwrap_or(0))
}

fn in_megabytes(memory: u64) -> String {
    format!("{}MB", (memory / SHARE).clamp(LEAST, MOST) / MEBIBYTE)
}

/// Bytes of memory of this machine, or of the container that the program is in when it is given less.
fn memory() -> Option<u64> {
    let machine = of_machine(&fs::read_to_string("/proc/meminfo").ok()?)?;
    let limits = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"];
    // "max", or a number beyond any machine, where there is no limit.
    let given = limits.iter().filter_map(|limit| fs::read_to_string(limit).ok()?.trim().parse().ok());
    Some(given.fold(machine, u64::min))
}

/// `MemTotal:       24576000 kB` (proc(5)).
fn of_machine(meminfo: &str) -> Option<u64> {
    let total = meminfo.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    total.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_eighth_of_the_memory_within_reason() {
        let gibibyte = 1024 * MEBIBYTE;
        for (memory, cache) in [
            (0, "128MB"),
            (gibibyte / 2, "128MB"),
            (2 * gibibyte, "256MB"),
            (24 * gibibyte, "3072MB"),
            (512 * gibibyte, "4096MB"),
        ] {
            assert_eq!(in_megabytes(memory), cache);
        }
    }

    #[test]
    fn the_memory_of_a_machine_is_read_and_nonsense_is_not() {
        let meminfo = "MemFree:  12 kB\nMemTotal:       24576000 kB\n";
        assert_eq!(of_machine(meminfo), Some(24_576_000 * 1024));
        for nonsense in ["", "MemTotal: many kB", "MemTotal: 12", "MemTotal: 99999999999999999999 kB"] {
            assert_eq!(of_machine(nonsense), None, "{nonsense}");
        }
    }
}
