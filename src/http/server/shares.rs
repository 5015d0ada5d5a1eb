//! What clients share: the memory for what they send, and the places for checks of files.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Memory that is shared by all who send much.
#[derive(Clone, Debug)]
pub(in crate::http) struct Memory(Arc<Pool>);

#[derive(Debug)]
struct Pool {
    most: usize,
    taken: AtomicUsize,
}

impl Memory {
    pub(in crate::http) fn new(most: usize) -> Memory {
        Memory(Arc::new(Pool { most, taken: AtomicUsize::new(0) }))
    }

    /// A share of nothing, which may grow.
    pub(in crate::http) fn share(&self) -> Share {
        Share { pool: Arc::clone(&self.0), size: 0 }
    }
}

/// What one of them has of it, until it is dropped.
#[derive(Debug)]
pub(in crate::http) struct Share {
    pool: Arc<Pool>,
    size: usize,
}

impl Share {
    /// Makes the share so large. Answers whether there was room for it.
    pub(in crate::http) fn resize(&mut self, size: usize) -> bool {
        let more = size.saturating_sub(self.size);
        let taken = self.pool.taken.fetch_add(more, Ordering::Relaxed);
        if more > 0 && taken.saturating_add(more) > self.pool.most {
            self.pool.taken.fetch_sub(more, Ordering::Relaxed);
            return false;
        }
        self.pool.taken.fetch_sub(self.size.saturating_sub(size), Ordering::Relaxed);
        self.size = size;
        true
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.pool.taken.fetch_sub(self.size, Ordering::Relaxed);
    }
}

/// Places of which one client gets only some.
#[derive(Clone, Debug)]
pub(in crate::http) struct Places(Arc<Taken>);

#[derive(Debug)]
struct Taken {
    most: usize,
    most_of_one: usize,
    clients: Mutex<HashMap<String, usize>>,
}

impl Places {
    pub(in crate::http) fn new(most: usize, most_of_one: usize) -> Places {
        Places(Arc::new(Taken { most: most.max(1), most_of_one: most_of_one.max(1), clients: Mutex::default() }))
    }

    /// A place for a client, where there is one.
    pub(in crate::http) fn take(&self, client: String) -> Option<Place> {
        let mut clients = self.0.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = clients.values().sum();
        let of_client = clients.get(&client).copied().unwrap_or(0);
        if all >= self.0.most || of_client >= self.0.most_of_one {
            return None;
        }
        clients.insert(client.clone(), of_client.saturating_add(1));
        drop(clients);
        Some(Place { taken: Arc::clone(&self.0), client })
    }
}

/// A place, until it is dropped.
#[derive(Debug)]
pub(in crate::http) struct Place {
    taken: Arc<Taken>,
    client: String,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut clients = self.taken.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let left = clients.get(&self.client).copied().unwrap_or(0).saturating_sub(1);
        if left == 0 {
            clients.remove(&self.client);
        } else {
            clients.insert(self.client.clone(), left);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_shared_and_given_back() {
        let memory = Memory::new(100);
        let (mut one, mut two) = (memory.share(), memory.share());
        assert!(one.resize(60) && two.resize(40));
        assert!(!two.resize(41) && !one.resize(61));
        assert!(one.resize(10) && two.resize(90));
        drop(two);
        assert!(one.resize(100) && !one.resize(101));
        drop(one);
        assert!(memory.share().resize(100));
    }

    #[test]
    fn nobody_takes_all_places() {
        let places = Places::new(3, 2);
        let one = places.take("a".to_owned()).unwrap();
        let _two = places.take("a".to_owned()).unwrap();
        assert!(places.take("a".to_owned()).is_none());
        let _three = places.take("b".to_owned()).unwrap();
        assert!(places.take("c".to_owned()).is_none());
        drop(one);
        assert!(places.take("c".to_owned()).is_some());
    }
}
