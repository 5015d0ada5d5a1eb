//! Deliveries are signed as documents say, come again as they say, and go wrong as they are asked to.

use offramp_core::provider::{Delivery, Event, Headers, Scheme};
use offramp_core::sandbox::{Faults, Options};
use offramp_core::{Error, Provider};

use crate::world::{Delivered, Receiver, World, at, json, now, pay};

fn verify(world: &World, provider: Provider, url: &str, got: &Delivered) -> Result<Event, Error> {
    let headers: Vec<_> = got.0.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let delivery = Delivery { url, headers: Headers(&headers), body: &got.1, tolerance: None };
    let scheme = (provider == Provider::Sentra).then_some(Scheme::HexHmac("X-Signature"));
    provider.verify_webhook_with(scheme, &world.sandbox.webhook_secret(provider), &delivery, now())
}

#[tokio::test(flavor = "multi_thread")]
async fn events_are_signed_and_follow_one_another() {
    for (provider, count, seconds) in
        [(Provider::Coinut, 4, 600), (Provider::Sentra, 4, 600), (Provider::Unigox, 7, 600)]
    {
        let receiver = Receiver::start(|_| 200);
        let world = World::start(Options::default().with_speed(0).with_webhook(provider, &receiver.url)).await;
        let order = pay(&world, provider, "100.00", "Asha Sharma");
        world.sandbox.advance(seconds);
        let got = receiver.wait(count);
        let mut status = None::<String>;
        for delivery in &got {
            let event = verify(&world, provider, &receiver.url, delivery).unwrap();
            assert!(event.is_known(), "{}", event.name());
            assert_eq!(event.order(), Some(order.as_str()));
            let next = event.raw_status().unwrap().to_owned();
            let step = provider.next_status(status.as_deref(), &next);
            assert_eq!(step.step.as_str(), "applied", "{provider}: {status:?} -> {next}");
            status = Some(next);
        }
        assert_eq!(got.len(), count, "{provider}");
    }
}

/// One event of Unigox, whatever comes of it.
async fn one(fault: &str, answer: fn(usize) -> u16, count: usize) -> (World, Receiver, Vec<Delivered>) {
    let faults = Faults::from_json(&json(fault)).unwrap();
    let receiver = Receiver::start(answer);
    let options = Options::default().with_speed(0).with_faults(faults).with_webhook(Provider::Unigox, &receiver.url);
    let world = World::start(options).await;
    world.take(Provider::Unigox, "initiate", r#"{"quote_id":"a1b2c3d4-e5f6-7890-abcd-ef1234567890"}"#);
    let got = receiver.wait(count);
    (world, receiver, got)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_taken_comes_again_as_the_document_says() {
    for provider in Provider::ALL.iter().copied().filter(|provider| !provider.events().is_empty()) {
        let receiver = Receiver::start(|_| 500);
        let world = World::start(Options::default().with_speed(0).with_webhook(provider, &receiver.url)).await;
        pay(&world, provider, "100.00", "Asha Sharma");
        // further events of the order come and are not taken either: they are other deliveries
        let first = receiver.wait(1)[0].1.clone();
        let count = || receiver.got.lock().unwrap().iter().filter(|(_, body)| *body == first).count();
        world.settled();
        for (number, seconds) in provider.redelivery().iter().enumerate() {
            assert_eq!(count(), number + 1, "{provider}");
            world.sandbox.advance(seconds - 1);
            world.settled();
            assert_eq!(count(), number + 1, "{provider}: not before {seconds} seconds");
            world.sandbox.advance(1);
            world.settled();
            assert_eq!(count(), number + 2, "{provider}: after {seconds} seconds");
        }
        world.sandbox.advance(10_000_000);
        world.settled();
        assert_eq!(count(), provider.redelivery().len() + 1, "{provider}: and then no more");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn deliveries_go_wrong() {
    let (world, receiver, got) = one(r#"{"webhook_duplicate":1}"#, |_| 200, 2).await;
    assert_eq!(got[0].1, got[1].1, "the same twice");
    assert!(verify(&world, Provider::Unigox, &receiver.url, &got[1]).is_ok());

    let (world, receiver, got) =
        one(r#"{"webhook_wrong_signature":1}"#, |number| if number == 0 { 401 } else { 200 }, 1).await;
    assert!(verify(&world, Provider::Unigox, &receiver.url, &got[0]).is_err());

    let receiver = Receiver::start(|_| 200);
    let faults = Faults::from_json(&json(r#"{"webhook_late":1,"lateSeconds":600}"#)).unwrap();
    let options = Options::default().with_speed(0).with_faults(faults).with_webhook(Provider::Sentra, &receiver.url);
    let world = World::start(options).await;
    pay(&world, Provider::Sentra, "100.00", "Asha Sharma");
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(receiver.got.lock().unwrap().is_empty(), "late");
    world.sandbox.advance(601);
    receiver.wait(2);

    let receiver = Receiver::start(|_| 200);
    let options = Options::default().with_speed(0).with_webhook(Provider::Sentra, &receiver.url);
    let world = World::start(options).await;
    // the amount asks for it
    pay(&world, Provider::Sentra, "166.23", "Asha Sharma");
    let got = receiver.wait(2);
    let statuses: Vec<_> = got
        .iter()
        .map(|(_, body)| at(&offramp_core::Json::from_slice(body).unwrap(), "data/status").to_owned())
        .collect();
    assert_ne!(statuses, ["AWAITING_FUNDS", "PROCESSING"], "in another order");
}
