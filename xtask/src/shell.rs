//! Commands: run one and hear its lines, or only what it says.

use std::{
    io::{BufRead, BufReader, PipeReader, pipe},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use crate::Outcome;

/// How long we listen to what a command left behind holding its output open.
const LAST_WORDS: Duration = Duration::from_secs(3);

/// Runs to the end, giving each line of both outputs to `hear` in the order they were written.
pub(crate) fn run(mut command: Command, mut hear: impl FnMut(&str)) -> Outcome {
    let name = words(&command);
    let (reader, writer) = pipe().map_err(|error| error.to_string())?;
    let error_writer = writer.try_clone().map_err(|error| error.to_string())?;
    command.stdin(Stdio::null()).stdout(writer).stderr(error_writer);
    let mut child = command.spawn().map_err(|error| format!("`{name}` does not start: {error}"))?;
    // The command keeps our ends of the pipe; while they live, its end never comes.
    drop(command);

    let status = listen(&mut child, &lines(reader), &mut hear)?;
    if status.success() { Ok(()) } else { Err(format!("`{name}` ended with {status}")) }
}

/// What a command writes on its standard output.
pub(crate) fn read(mut command: Command) -> Outcome<String> {
    let name = words(&command);
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("`{name}` does not start: {error}"))?;
    if !output.status.success() {
        return Err(format!("`{name}` ended with {}", output.status));
    }
    String::from_utf8(output.stdout).map_err(|_| format!("`{name}` does not write UTF-8"))
}

/// Runs to the end on our own outputs, for what a person watches.
pub(crate) fn show(mut command: Command) -> Outcome {
    let name = words(&command);
    let status = command.status().map_err(|error| format!("`{name}` does not start: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{name}` ended with {status}")) }
}

/// The lines of a pipe, read aside so that a silent or endless one blocks nobody.
pub(crate) fn lines(reader: PipeReader) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut reader = BufReader::new(reader);
        let mut line = vec![];
        while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            if sender.send(String::from_utf8_lossy(line.trim_ascii_end()).into_owned()).is_err() {
                break;
            }
            line.clear();
        }
    });
    receiver
}

fn listen(
    child: &mut Child,
    lines: &Receiver<String>,
    hear: &mut impl FnMut(&str),
) -> Outcome<std::process::ExitStatus> {
    let mut ended: Option<(std::process::ExitStatus, Instant)> = None;
    loop {
        match lines.recv_timeout(Duration::from_millis(100)) {
            Ok(line) => hear(&line),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                return match ended {
                    Some((status, _)) => Ok(status),
                    None => child.wait().map_err(|error| error.to_string()),
                };
            }
        }
        match ended {
            Some((status, at)) if at.elapsed() > LAST_WORDS => return Ok(status),
            Some(_) => {}
            None => {
                let status = child.try_wait().map_err(|error| error.to_string())?;
                ended = status.map(|status| (status, Instant::now()));
            }
        }
    }
}

/// The command as one would type it.
fn words(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_outputs_are_heard_in_order() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo one; echo two >&2; echo three"]);
        let mut heard = vec![];

        run(command, |line| heard.push(line.to_owned())).unwrap();

        assert_eq!(heard, ["one", "two", "three"]);
    }

    #[test]
    fn a_failed_command_says_which_and_how() {
        let mut command = Command::new("sh");
        command.args(["-c", "exit 7"]);

        let sentence = run(command, |_| {}).unwrap_err();

        assert!(sentence.contains("sh -c exit 7") && sentence.contains('7'), "{sentence}");
    }

    #[test]
    fn what_a_command_leaves_running_does_not_hold_us() {
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 12 & echo left"]);
        let began = Instant::now();

        run(command, |_| {}).unwrap();

        assert!(began.elapsed() < Duration::from_secs(9));
    }
}
