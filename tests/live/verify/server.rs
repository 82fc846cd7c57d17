//! A server on loopback that answers as it is told.

use anyhow::Result;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// Answers to a request line and its token.
type Answers = dyn Fn(&str, Option<&str>, usize) -> String + Send + Sync;

/// A server on loopback, and the request lines that it got.
pub(super) struct Server {
    pub(super) url: String,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Starts it.
    pub(super) fn start(
        answers: impl Fn(&str, Option<&str>, usize) -> String + Send + Sync + 'static,
    ) -> Result<Server> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("http://{}", listener.local_addr()?);
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (lines, answers): (_, Arc<Answers>) = (Arc::clone(&seen), Arc::new(answers));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (lines, answers) = (Arc::clone(&lines), Arc::clone(&answers));
                thread::spawn(move || serve(stream, &lines, &*answers));
            }
        });
        Ok(Server { url, seen })
    }

    /// The request lines so far.
    pub(super) fn seen(&self) -> Vec<String> {
        self.seen.lock().expect("no test holds it").clone()
    }
}

fn serve(stream: TcpStream, lines: &Mutex<Vec<String>>, answers: &Answers) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    loop {
        let (mut line, mut header) = (String::new(), String::new());
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let (mut length, mut token) = (0, None);
        while reader.read_line(&mut header).ok()? > 2 {
            let (name, value) = header.split_once(':')?;
            match name.to_lowercase().as_str() {
                "content-length" => length = value.trim().parse().ok()?,
                "authorization" => token = Some(value.trim().to_owned()),
                _ => {}
            }
            header.clear();
        }
        reader.read_exact(&mut vec![0; length]).ok()?;
        let line = line.trim().trim_end_matches(" HTTP/1.1").to_owned();
        let earlier = {
            let mut lines = lines.lock().ok()?;
            let earlier = lines.iter().filter(|seen| **seen == line).count();
            lines.push(line.clone());
            earlier
        };
        let answer = answers(&line, token.as_deref(), earlier);
        (&stream).write_all(answer.as_bytes()).ok()?;
    }
}

/// An answer over HTTP.
pub(super) fn answer(status: u16, header: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status} x\r\ncontent-length: {length}\r\n{header}\r\n{body}")
}

/// A sign-in whose access token is `good` and whose ID token is `other`; both
/// look like JWTs.
fn sign_in() -> String {
    let body =
        r#"{"AuthenticationResult":{"AccessToken":"good.eyJleHAiOjF9.x","IdToken":"other"}}"#;
    answer(200, "", body)
}

/// The gateway as it should be.
pub(super) fn right(line: &str, token: Option<&str>) -> String {
    match (line, token) {
        ("POST /", _) => sign_in(),
        ("GET /health", _) => answer(200, "", "ok"),
        (_, Some("Bearer good.eyJleHAiOjF9.x")) => answer(200, "", "ok"),
        (_, Some("Bearer other")) => answer(
            403,
            "www-authenticate: Bearer error=\"insufficient_scope\"\r\n",
            r#"{"message":"Forbidden"}"#,
        ),
        _ => answer(
            401,
            "www-authenticate: Bearer\r\n",
            r#"{"message":"Unauthorized"}"#,
        ),
    }
}
