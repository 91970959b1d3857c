//! The browser journeys of web/e2e, on a Sacados started for them.

use crate::{Outcome, house::House, server::Server, shell, steps::Steps, tally};

pub(crate) fn alone(house: &House) -> Outcome {
    let steps = Steps::new();
    journeys(house, &steps);
    steps.close()
}

pub(crate) fn journeys(house: &House, steps: &Steps) {
    steps.act("journeys", |counted| {
        let server = Server::start(house)?;
        let mut walk = house.pnpm(&["exec", "playwright", "test"]);
        walk.env("SACADOS_URL", server.url());

        let walked = shell::run(walk, |line| {
            *counted += tally::read(line);
            steps.say(&[line.to_owned()]);
        });

        if walked.is_err() {
            steps.say(&["── what the program said meanwhile".to_owned()]);
            steps.say(&server.log());
        }
        let stopped = server.stop();
        walked.and(stopped).and_then(|()| some(counted.ran()))
    });
}

fn some(ran: u32) -> Outcome {
    if ran == 0 { Err("not one journey was made".to_owned()) } else { Ok(()) }
}
