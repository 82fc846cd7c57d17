//! Runs work in parallel.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Does the work for each item, `jobs` at a time, and gives the results in the
/// order of the items. `done` is called with the number of finished items.
pub(super) fn each<T: Sync, R: Send>(
    items: &[T],
    jobs: usize,
    work: impl Fn(&T) -> R + Sync,
    done: impl Fn(usize) + Sync,
) -> Vec<R> {
    let (next, finished) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let worker = || {
        let mut results = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else {
                return results;
            };
            results.push((index, work(item)));
            done(finished.fetch_add(1, Ordering::Relaxed) + 1);
        }
    };
    let mut results = thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs.clamp(1, items.len().max(1)))
            .map(|_| scope.spawn(worker))
            .collect();
        let finished = workers.into_iter().map(|worker| {
            // INVARIANT: a worker only fails by a panic, which is propagated.
            worker
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        finished.flatten().collect::<Vec<_>>()
    });
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_the_order_of_the_items_and_few_run_at_once() {
        let items: Vec<usize> = (0..50).collect();
        let (running, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let work = |item: &usize| {
            most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            thread::yield_now();
            running.fetch_sub(1, Ordering::SeqCst);
            item * 2
        };
        let doubled: Vec<usize> = items.iter().map(|item| item * 2).collect();
        assert_eq!(each(&items, 3, work, |_| {}), doubled);
        assert!(most.into_inner() <= 3);
        assert!(each(&[], 3, |item: &u8| *item, |_| {}).is_empty());
    }
}
