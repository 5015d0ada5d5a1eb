//! The scheduler: a depth-first search through all decisions, each run from the beginning.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// How much is tried.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// How often one that could go on is held up for another.
    pub preemptions: usize,
    /// How often one is killed, or a commit's answer lost.
    pub faults: usize,
}

/// The decisions of a run: which of how many.
#[derive(Default)]
struct Decisions {
    path: Vec<(usize, usize)>,
    at: usize,
    faults: usize,
}

/// One run: what has been decided, and the time.
pub struct Run {
    bounds: Bounds,
    decisions: Mutex<Decisions>,
    now: Mutex<Duration>,
    /// What the task that is polled did: whether it took a step, and until when it sleeps otherwise.
    stepped: Mutex<(bool, Option<Duration>)>,
    mail: Mutex<Vec<Mail>>,
    /// Faults belong to the first part of a run; what follows is quiet.
    is_quiet: Mutex<bool>,
}

/// A future that runs beside the others.
pub struct Job {
    pub future: Pin<Box<dyn Future<Output = ()> + Send>>,
    /// Whether it may be killed.
    pub is_mortal: bool,
}

/// What is under way between the two sides.
#[derive(Clone, Debug)]
pub enum Mail {
    /// An instruction whose caller has given up.
    Instruction { reference: String, payment_id: String },
    /// An event of an order.
    Event { order: String, word: &'static str },
}

/// Tries every run within the bounds. Answers how many there were.
pub fn explore(bounds: Bounds, play: impl Fn(&Arc<Run>)) -> usize {
    let (mut path, mut runs) = (Vec::new(), 0_usize);
    loop {
        let run = Arc::new(Run {
            bounds,
            decisions: Mutex::new(Decisions { path, at: 0, faults: 0 }),
            now: Mutex::default(),
            stepped: Mutex::default(),
            mail: Mutex::default(),
            is_quiet: Mutex::default(),
        });
        play(&run);
        runs += 1;
        path = std::mem::take(&mut run.decisions.lock().unwrap().path);
        // the last decision that had another way
        loop {
            match path.pop() {
                None => return runs,
                Some((taken, of)) if taken + 1 < of => {
                    path.push((taken + 1, of));
                    break;
                }
                Some(_) => {}
            }
        }
    }
}

impl Run {
    /// One of so many ways.
    fn choose(&self, of: usize) -> usize {
        if of < 2 {
            return 0;
        }
        let mut decisions = self.decisions.lock().unwrap();
        let at = decisions.at;
        decisions.at += 1;
        if let Some((taken, _)) = decisions.path.get(at) {
            return *taken;
        }
        decisions.path.push((0, of));
        0
    }

    /// One of so many ways, of which all but the first are faults.
    pub fn fault(&self, of: usize) -> usize {
        if *self.is_quiet.lock().unwrap() || self.decisions.lock().unwrap().faults >= self.bounds.faults {
            return 0;
        }
        let chosen = self.choose(of);
        self.decisions.lock().unwrap().faults += usize::from(chosen > 0);
        chosen
    }

    /// What has been decided, for a failure's report.
    pub fn path(&self) -> Vec<usize> {
        self.decisions.lock().unwrap().path.iter().map(|(taken, _)| *taken).collect()
    }

    pub fn now(&self) -> Duration {
        *self.now.lock().unwrap()
    }

    /// Is under way from now on, and arrives some time.
    pub fn send(&self, mail: Mail) {
        self.mail.lock().unwrap().push(mail);
    }

    /// No more faults, and nobody is held up.
    pub fn be_quiet(&self) {
        *self.is_quiet.lock().unwrap() = true;
    }

    /// Runs until all are done.
    pub fn drive(&self, jobs: Vec<Job>, arrive: impl Fn(Mail) -> Job) {
        struct Live {
            job: Job,
            sleeps_until: Option<Duration>,
        }
        let mut live: Vec<Live> = jobs.into_iter().map(|job| Live { job, sleeps_until: None }).collect();
        let (mut current, mut preemptions) = (0_usize, 0_usize);
        while !live.is_empty() {
            let now = self.now();
            let ready: Vec<usize> =
                (0..live.len()).filter(|at| live[*at].sleeps_until.is_none_or(|until| until <= now)).collect();
            if ready.is_empty() {
                *self.now.lock().unwrap() = live.iter().filter_map(|live| live.sleeps_until).min().unwrap();
                continue;
            }
            // the one that goes on comes first, then the others
            let mut ways: Vec<usize> = ready.iter().copied().filter(|at| *at == current).collect();
            let goes_on = !ways.is_empty();
            let is_quiet = *self.is_quiet.lock().unwrap();
            if !goes_on || (preemptions < self.bounds.preemptions && !is_quiet) {
                ways.extend(ready.iter().copied().filter(|at| *at != current));
            }
            let next = ways[if is_quiet { 0 } else { self.choose(ways.len()) }];
            preemptions += usize::from(goes_on && next != current);
            current = next;
            if live[current].job.is_mortal && self.fault(2) == 1 {
                live.remove(current);
                current = usize::MAX;
                continue;
            }
            *self.stepped.lock().unwrap() = (false, None);
            let polled = live[current].job.future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            let (has_stepped, wakes) = *self.stepped.lock().unwrap();
            if polled.is_ready() {
                live.remove(current);
                current = usize::MAX;
            } else {
                live[current].sleeps_until = if has_stepped { None } else { wakes };
                assert!(has_stepped || wakes.is_some(), "a task waits for nothing");
            }
            let mail = std::mem::take(&mut *self.mail.lock().unwrap());
            live.extend(mail.into_iter().map(|mail| Live { job: arrive(mail), sleeps_until: None }));
        }
    }
}

/// Others may go on here.
pub struct Step(Arc<Run>, bool);

pub fn step(run: &Arc<Run>) -> Step {
    Step(Arc::clone(run), false)
}

impl Future for Step {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.0.stepped.lock().unwrap().0 = true;
        context.waker().wake_by_ref();
        if std::mem::replace(&mut self.1, true) { Poll::Ready(()) } else { Poll::Pending }
    }
}

/// Waits for the time, which goes on when nobody else can.
pub struct Sleep(Arc<Run>, Duration);

pub fn sleep(run: &Arc<Run>, time: Duration) -> Sleep {
    Sleep(Arc::clone(run), run.now() + time)
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.0.now() >= self.1 {
            return Poll::Ready(());
        }
        let mut stepped = self.0.stepped.lock().unwrap();
        stepped.1 = Some(stepped.1.map_or(self.1, |wakes| wakes.min(self.1)));
        context.waker().wake_by_ref();
        Poll::Pending
    }
}
