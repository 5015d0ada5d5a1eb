//! The allocator of the module: lists of free blocks by size, over memory that only grows.
//!
//! Blocks come in four sizes between one power of two and the next, and a block keeps its size for good, so that
//! to take and to give back are a few instructions each and a call that is repeated takes what the one before it
//! gave back. It is a twentieth of the standard one in the module. WebAssembly without threads runs one call at a
//! time, which is what makes its one state sound.

#![expect(unsafe_code, reason = "an allocator hands out memory: the one place of the crate that needs it")]
#![expect(clippy::as_conversions, reason = "addresses are numbers of 32 bits here")]
#![expect(clippy::cast_ptr_alignment, reason = "every block begins at a multiple of UNIT")]

use std::alloc::{GlobalAlloc, Layout};
use std::cell::UnsafeCell;
use std::ptr;

#[global_allocator]
static ALLOCATOR: Allocator = Allocator(UnsafeCell::new(State { free: [0; CLASSES], next: 0, end: 0 }));

/// What every block begins at a multiple of, and the size of the smallest.
const UNIT: usize = 16;
const PAGE: usize = 65_536;
const CLASSES: usize = 128;

struct Allocator(UnsafeCell<State>);

struct State {
    /// The first free block of each size; each block begins with the address of the next one. 0 is none.
    free: [usize; CLASSES],
    /// What was never handed out yet.
    next: usize,
    end: usize,
}

// SAFETY: the module is built without threads.
unsafe impl Sync for Allocator {}

/// The number of the block size that takes so many bytes, and that size.
#[expect(clippy::inline_always, reason = "a call costs as much as the work, and a request makes a hundred of them")]
#[inline(always)]
fn class(size: usize) -> (usize, usize) {
    let last = size.max(1).wrapping_sub(1) | (UNIT - 1);
    let octave = last.ilog2();
    let steps = last >> octave.wrapping_sub(2);
    let number = (octave << 2).wrapping_add(steps as u32 & 3);
    (number as usize, steps.wrapping_add(1) << octave.wrapping_sub(2))
}

impl State {
    /// A block that was never used, or null where the host gives no more memory.
    fn fresh(&mut self, size: usize) -> *mut u8 {
        if self.end.wrapping_sub(self.next) < size {
            let pages = size.div_ceil(PAGE);
            let grown = core::arch::wasm32::memory_grow::<0>(pages);
            if grown == usize::MAX {
                return ptr::null_mut();
            }
            let start = grown.wrapping_mul(PAGE);
            // what the linker left of the first pages stays unused, and so does the rest of a part that something else follows
            if self.end != start {
                self.next = start;
            }
            self.end = start.wrapping_add(pages.wrapping_mul(PAGE));
        }
        let block = self.next;
        self.next = block.wrapping_add(size);
        block as *mut u8
    }
}

impl Allocator {
    /// A block that begins at a multiple of more than [`UNIT`]: part of a longer one, whose address stands before it.
    /// What unpacks files asks for such blocks, and nothing else does.
    #[cfg(feature = "files")]
    fn aligned(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the layout has a size
        let whole = unsafe { self.alloc(whole_of(layout)) };
        if whole.is_null() {
            return whole;
        }
        let start = whole as usize & layout.align().wrapping_sub(1);
        let block = whole.wrapping_add(layout.align().wrapping_sub(start));
        // SAFETY: at least `UNIT` bytes of the longer block stand before
        unsafe { block.cast::<usize>().sub(1).write(whole as usize) };
        block
    }

    #[cfg(not(feature = "files"))]
    #[expect(clippy::unused_self, reason = "the other one uses it")]
    const fn aligned(&self, _: Layout) -> *mut u8 {
        ptr::null_mut()
    }
}

/// The block that one of more than [`UNIT`] is part of.
#[cfg(feature = "files")]
const fn whole_of(layout: Layout) -> Layout {
    // SAFETY: no memory is as large as what this could be too large for
    unsafe { Layout::from_size_align_unchecked(layout.size().wrapping_add(layout.align()), UNIT) }
}

// SAFETY: blocks do not overlap, since `fresh` hands out each address once and lists hold what was given back; they
// are at least as long as asked for, and begin at multiples of `UNIT`.
unsafe impl GlobalAlloc for Allocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.align() > UNIT {
            return self.aligned(layout);
        }
        // SAFETY: no other reference to the state exists while this one does: calls do not nest
        let state = unsafe { &mut *self.0.get() };
        let (number, size) = class(layout.size());
        match state.free.get_mut(number) {
            None => ptr::null_mut(),
            Some(0) => state.fresh(size),
            Some(first) => {
                let block = *first as *mut usize;
                // SAFETY: a free block begins with the address of the next one
                *first = unsafe { block.read() };
                block.cast()
            }
        }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        #[cfg(feature = "files")]
        if layout.align() > UNIT {
            // SAFETY: `aligned` wrote there where the whole block begins
            let whole = unsafe { block.cast::<usize>().sub(1).read() } as *mut u8;
            // SAFETY: the block is the caller's to give back, and was taken for this layout
            unsafe { self.dealloc(whole, whole_of(layout)) };
            return;
        }
        // SAFETY: as in `alloc`
        let state = unsafe { &mut *self.0.get() };
        if let Some(first) = state.free.get_mut(class(layout.size()).0) {
            // SAFETY: the block is the caller's to give back, and no shorter than an address
            unsafe { block.cast::<usize>().write(*first) };
            *first = block as usize;
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let is_whole = cfg!(not(feature = "files")) || layout.align() <= UNIT;
        if is_whole && class(layout.size()).0 == class(size).0 {
            return block;
        }
        // SAFETY: the size is the caller's promise, the alignment that of a layout
        let grown = unsafe { self.alloc(Layout::from_size_align_unchecked(size, layout.align())) };
        if !grown.is_null() {
            // SAFETY: both blocks are at least that long, and do not overlap
            unsafe {
                ptr::copy_nonoverlapping(block, grown, layout.size().min(size));
                self.dealloc(block, layout);
            }
        }
        grown
    }
}
