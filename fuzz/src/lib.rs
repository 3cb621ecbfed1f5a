//! What the targets share: a budget of time for each input.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// What any input may take, however short. A machine that does other things beside is no excuse: only time of this thread is counted.
const LEAST: Duration = Duration::from_millis(50);

/// What each kilobyte may take beyond it. Reading takes some microseconds; what is quadratic takes a hundred times as long in a long input.
const A_KILOBYTE: Duration = Duration::from_millis(1);

/// Does `work` on an input of so many bytes.
///
/// # Panics
/// When it takes longer than the budget, as it does when it breaks a promise: libFuzzer then keeps the input.
pub fn in_time(bytes: usize, work: impl FnOnce()) {
    let before = spent();
    work();
    let (took, budget) = (spent().saturating_sub(before), budget(bytes));
    assert!(took <= budget, "{bytes} bytes took {} ms, and may take {}", took.as_millis(), budget.as_millis());
}

fn budget(bytes: usize) -> Duration {
    LEAST + A_KILOBYTE * u32::try_from(bytes / 1024).unwrap_or(u32::MAX)
}

fn spent() -> Duration {
    Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap_or_default()
}
