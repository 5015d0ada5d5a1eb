//! A sandbox, requests to it as bytes, and a receiver of its deliveries.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use offramp_core::provider::{Answer, Context, Headers, Outcome, Request, Response};
use offramp_core::sandbox::{Options, Sandbox};
use offramp_core::{Json, Object, Provider, Timestamp};

/// An answer as it came in; nothing where the connection was closed without one.
pub type Sent = Option<(u16, Vec<(String, String)>, Vec<u8>)>;

pub fn now() -> Timestamp {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    Timestamp::from_unix_seconds(i64::try_from(seconds).unwrap()).unwrap()
}

pub fn json(text: &str) -> Json {
    text.parse().unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The text at a place such as `data/id`.
pub fn at<'a>(json: &'a Json, place: &str) -> &'a str {
    let mut found = Some(json);
    for name in place.split('/') {
        found = match found {
            Some(Json::Array(items)) => name.parse::<usize>().ok().and_then(|place| items.get(place)),
            Some(object) => object.get(name),
            None => None,
        };
    }
    found.and_then(|value| value.as_str().or(value.as_number())).unwrap_or_default()
}

pub struct World {
    pub sandbox: Sandbox,
    nonce: Mutex<u32>,
}

impl World {
    pub async fn start(options: Options) -> World {
        World { sandbox: Sandbox::start(options).await.unwrap(), nonce: Mutex::new(0) }
    }

    pub fn build(&self, provider: Provider, operation: &str, input: &Json) -> Request {
        self.built(provider, operation, input, None).unwrap_or_else(|error| panic!("{provider} {operation}: {error}"))
    }

    pub fn built(
        &self,
        provider: Provider,
        operation: &str,
        input: &Json,
        key: Option<&str>,
    ) -> Result<Request, offramp_core::Error> {
        let mut nonce = self.nonce.lock().unwrap();
        *nonce += 1;
        let mut context = Context::at(now()).with_nonce(format!("nonce-{nonce}"));
        context.idempotency_key = key.map(str::to_owned);
        provider.build(operation, input, &self.sandbox.credentials(provider), &context)
    }

    /// Sends what was built and reads the answer.
    pub fn ask(&self, provider: Provider, operation: &str, input: &str) -> Answer {
        let request = self.build(provider, operation, &json(input));
        let (status, _, body) = send(self.sandbox.address(), &request, &[]).expect("an answer");
        read(provider, operation, status, &body)
    }

    /// The values of an answer that is none but yes.
    pub fn take(&self, provider: Provider, operation: &str, input: &str) -> Object {
        match self.ask(provider, operation, input) {
            Answer { outcome: Outcome::Accepted(values), .. } => values,
            answer => panic!("{provider} {operation}: {}", answer.to_json()),
        }
    }

    /// A question to the sandbox itself.
    pub fn control(&self, method: &str, path: &str, body: &str) -> Json {
        let (status, _, answer) =
            raw(self.sandbox.address(), method, path, &[], Some(body.as_bytes())).expect("an answer");
        assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(&answer));
        Json::from_slice(&answer).unwrap_or(Json::Null)
    }

    /// Waits until whatever was to be delivered by now was.
    pub fn settled(&self) {
        for _ in 0..400 {
            let faults = self.control("GET", "/_sandbox/faults", "");
            if at(&faults, "delivering") == "0" {
                return;
            }
            std::thread::sleep(Duration::from_millis(25));
        }
        panic!("deliveries do not end");
    }

    pub fn paid(&self) -> Vec<Json> {
        self.sandbox.ledger().into_iter().filter(|entry| at(entry, "kind") == "paid").collect()
    }
}

pub fn read(provider: Provider, operation: &str, status: u16, body: &[u8]) -> Answer {
    let response = Response { status, headers: Headers(&[]), body };
    provider
        .parse(operation, &response)
        .unwrap_or_else(|error| panic!("{provider} {operation}: {status} {error}: {}", String::from_utf8_lossy(body)))
}

/// Sends a request as it was built, with further headers.
pub fn send(address: SocketAddr, request: &Request, further: &[(&str, &str)]) -> Sent {
    let rest = request.url().splitn(4, '/').nth(3).unwrap_or_default();
    let own = request.headers().map(|(name, value)| (name.to_owned(), value.to_owned()));
    let all: Vec<(String, String)> =
        further.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).chain(own).collect();
    let headers: Vec<(&str, &str)> = all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    raw(address, request.method().as_str(), &format!("/{rest}"), &headers, request.bytes())
}

pub fn raw(address: SocketAddr, method: &str, target: &str, headers: &[(&str, &str)], body: Option<&[u8]>) -> Sent {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut head = format!("{method} {target} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    for (name, value) in headers {
        for part in [name, ": ", value, "\r\n"] {
            head.push_str(part);
        }
    }
    let body = body.unwrap_or_default();
    head = format!("{head}Content-Length: {}\r\n\r\n", body.len());
    stream.write_all(&[head.as_bytes(), body].concat()).unwrap();
    let mut answer = Vec::new();
    match stream.read_to_end(&mut answer) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
        Err(error) => panic!("{error}"),
    }
    let split = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&answer[..split]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers = lines.filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
    Some((status, headers, answer[split + 4..].to_vec()))
}

/// The headers and the body of a delivery.
pub type Delivered = (Vec<(String, String)>, Vec<u8>);

/// What was delivered: headers and body, in the order in which it came.
pub struct Receiver {
    pub url: String,
    pub got: Arc<Mutex<Vec<Delivered>>>,
}

impl Receiver {
    /// Answers each delivery with what is said of it by its number.
    pub fn start(answer: fn(usize) -> u16) -> Receiver {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let got = Arc::<Mutex<Vec<_>>>::default();
        let kept = Arc::clone(&got);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut bytes = Vec::new();
                let mut piece = [0; 4096];
                let (headers, body) = loop {
                    let count = stream.read(&mut piece).unwrap_or(0);
                    bytes.extend_from_slice(&piece[..count]);
                    let Some(split) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
                        assert!(count > 0, "half a delivery");
                        continue;
                    };
                    let head = String::from_utf8_lossy(&bytes[..split]).into_owned();
                    let headers: Vec<(String, String)> = head
                        .split("\r\n")
                        .filter_map(|line| line.split_once(": "))
                        .map(|(name, value)| (name.to_owned(), value.to_owned()))
                        .collect();
                    let length = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
                    let length: usize = length.map_or(0, |(_, value)| value.parse().unwrap());
                    if bytes.len() >= split + 4 + length {
                        break (headers, bytes[split + 4..].to_vec());
                    }
                };
                let mut kept = kept.lock().unwrap();
                let status = answer(kept.len());
                kept.push((headers, body));
                drop(kept);
                let text = format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                let _ = stream.write_all(text.as_bytes());
            }
        });
        Receiver { url, got }
    }

    /// Waits until so many have come.
    pub fn wait(&self, count: usize) -> Vec<Delivered> {
        for _ in 0..200 {
            let got = self.got.lock().unwrap();
            if got.len() >= count {
                return got.clone();
            }
            drop(got);
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("{} deliveries came, {count} were expected", self.got.lock().unwrap().len());
    }
}

/// One payment of a provider up to the money's leaving, with amounts and names of the caller's choice. Answers the order.
pub fn pay(world: &World, provider: Provider, amount: &str, name: &str) -> String {
    let address = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    let hash = format!("0x{}", "ab".repeat(32));
    match provider {
        Provider::Coinut => {
            let account = format!(
                r#"{{"customerId":"cust_abc123","currency":"USD","bankName":"Chase","accountNo":"000123456789",
                "aba":"021000021","accountName":"{name}"}}"#
            );
            let account = world.take(provider, "addBankAccount", &account);
            let flow = format!(
                r#"{{"from":{{"customerId":"cust_abc123","currency":"USDT","network":"ETH"}},"to":"{}"}}"#,
                at(&account.into(), "bankAccountId")
            );
            let flow: Json = world.take(provider, "createOfframpFlow", &flow).into();
            let _ = world.sandbox.deposit(at(&flow, "depositAddress"), amount);
            at(&flow, "flowId").to_owned()
        }
        Provider::Rahat => {
            let input = format!(
                r#"{{"tokenAmount":{amount},"paymentProviderId":"provider_id","transactionHash":"{hash}",
                "senderAddress":"{address}","xref":"payout-1","paymentDetails":{{"creditorAgent":"0401",
                "creditorAccount":"0123456789","creditorName":"{name}"}}}}"#
            );
            at(&world.take(provider, "instantOfframp", &input).into(), "id").to_owned()
        }
        Provider::Sentra => {
            let quote = format!(
                r#"{{"userId":"user_1","source":{{"currency":"USDC","amount":{amount},"rail":"POLYGON"}},
                "destination":{{"currency":"USD","rail":"ACH","countryCode":"US","paymentAccountId":"acc_1"}},
                "developerVariableFee":0.005}}"#
            );
            let quote: Json = world.take(provider, "createQuote", &quote).into();
            let transfer = format!(
                r#"{{"recipientId":"rec_1","quoteId":"{}","bankAccountId":"acc_1","fromAddress":"{address}",
                "paymentReason":"TRANSFER_TO_SELF","documentReference":"{name}"}}"#,
                at(&quote, "id")
            );
            let transfer: Json = world.take(provider, "createTransfer", &transfer).into();
            let id = at(&transfer, "id").to_owned();
            let done = format!(r#"{{"recipientId":"rec_1","paymentId":"{id}","transactionHash":"{hash}"}}"#);
            world.take(provider, "completeTransfer", &done);
            id
        }
        Provider::Swiftpay => {
            let input = format!(
                r#"{{"walletId":"wallet_1","transactionId":"txn_1","amount":"{}","accountDetails":{{
                "accountNumber":"70341928561234","ifsc":"SBIN0001234","bankName":"{name}"}}}}"#,
                amount.replace('.', "")
            );
            at(&world.take(provider, "offRamp", &input).into(), "id").to_owned()
        }
        _ => {
            let user: Json = world.take(provider, "createUser", r#"{"user_ref":"u1","email":"a@example.com"}"#).into();
            let details = format!(
                r#"{{"id":"{}","currency":"NGN","rail":"nip-nigeria","institution_id":"access-bank","details":{{
                "account_number":"0123456789","full_name":"{name}"}}}}"#,
                at(&user, "id")
            );
            let details: Json = world.take(provider, "createPaymentDetails", &details).into();
            let quote = format!(
                r#"{{"user_id":{},"payment_details_id":{},"crypto_currency":"USDT","crypto_amount":"{amount}",
                "fiat_currency":"NGN"}}"#,
                at(&user, "internal_id"),
                at(&details, "id")
            );
            let quote: Json = world.take(provider, "quote", &quote).into();
            let order = format!(r#"{{"quote_id":"{}"}}"#, at(&quote, "quote_id"));
            let order: Json = world.take(provider, "initiate", &order).into();
            let id = at(&order, "order_id").to_owned();
            world.sandbox.advance(200);
            authorize(world, &id);
            id
        }
    }
}

/// Has a wallet sign Unigox's order, as the sandbox's treasury does.
pub fn authorize(world: &World, order: &str) {
    let parameters =
        world.take(Provider::Unigox, "getTransferAuthorizationParameters", &format!(r#"{{"order_id":"{order}"}}"#));
    let asked = Json::object([("orderId", Json::from(order)), ("parameters", parameters.into())]);
    let signed = world.control("POST", "/_sandbox/treasury/signTransfer", &asked.to_string());
    let input = Json::object([
        ("order_id", Json::from(order)),
        ("forward_request", signed.get("forwardRequest").unwrap().clone()),
        ("signature", signed.get("signature").unwrap().clone()),
    ]);
    world.take(Provider::Unigox, "authorizeCryptoTransfer", &input.to_string());
}
