//! Numbers that look like chance, and can be had again.

/// Chance for tests (xorshift64*). Its seed is printed, so that a test that failed can be told again with `SACADOS_SEED`.
pub struct Chance(u64);

impl Chance {
    #[expect(clippy::new_without_default, reason = "it draws and prints: nothing that a default does")]
    pub fn new() -> Self {
        let seed = std::env::var("SACADOS_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = seed.unwrap_or_else(|| uuid::Uuid::new_v4().as_u64_pair().0 | 1);
        println!("SACADOS_SEED={seed}");
        Self(seed)
    }

    /// A number below `end`; zero when there is none.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) % end.max(1)
    }

    /// A place in a list of so many; zero when it is empty.
    pub fn place(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or_default()
    }

    pub fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length.div_ceil(8)).flat_map(|_| self.below(u64::MAX).to_le_bytes()).take(length).collect()
    }
}
