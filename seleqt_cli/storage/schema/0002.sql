-- A LinkedIn account whose person signed in at a window of its own: who that was (`slug`, as the site says), in which browser
-- (`major`: its version), and whether a person agreed that seleqt clicks by itself (`auto_digest`: of the words they agreed to).
CREATE TABLE linkedin_profile (
    account TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    browser TEXT NOT NULL,
    major INTEGER NOT NULL,
    signed_in_at INTEGER NOT NULL,
    auto_at INTEGER,
    auto_by TEXT NOT NULL,
    auto_digest TEXT NOT NULL
) WITHOUT ROWID;

-- LinkedIn wanted a person: the account does nothing until somebody cleared it. `picture`: a file of the home, '' = none;
-- `resumes_at`: when the account goes on after that.
CREATE TABLE linkedin_incident (
    id INTEGER NOT NULL PRIMARY KEY,
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    path TEXT NOT NULL,
    text TEXT NOT NULL,
    picture TEXT NOT NULL,
    at INTEGER NOT NULL,
    cleared_at INTEGER,
    cleared_by TEXT NOT NULL,
    cleared_reason TEXT NOT NULL,
    resumes_at INTEGER
);
CREATE UNIQUE INDEX linkedin_incident_open ON linkedin_incident (account) WHERE cleared_at IS NULL;

-- Another slug that leads to a person's profile; `member_id` as the site shows it, '' = unknown.
CREATE TABLE linkedin_alias (
    slug TEXT NOT NULL PRIMARY KEY,
    lead_id INTEGER NOT NULL,
    member_id TEXT NOT NULL,
    seen_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX linkedin_alias_lead ON linkedin_alias (lead_id);

-- What an account's pages showed last, and when: open invitations, personal notes and InMail credits left, the list of
-- connections, the inbox, and the last live check of the locators (`missing`: the keys that no page had, separated by spaces).
-- `inbox_rows`: JSON, what names the inbox's conversations as they were, so that only what changed is opened.
CREATE TABLE linkedin_seen (
    account TEXT NOT NULL PRIMARY KEY,
    pending INTEGER,
    pending_at INTEGER,
    notes_left INTEGER,
    notes_at INTEGER,
    credits INTEGER,
    credits_at INTEGER,
    connections_at INTEGER,
    inbox_at INTEGER,
    pages_day INTEGER,
    pages INTEGER NOT NULL,
    checked_at INTEGER,
    missing TEXT NOT NULL,
    inbox_rows TEXT NOT NULL,
    sent_at INTEGER
) WITHOUT ROWID;

-- An invitation in an account's Sent list that seleqt did not send: it counts against the limits. `digest` is of the slug.
CREATE TABLE linkedin_by_hand (
    account TEXT NOT NULL,
    digest TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (account, digest)
) WITHOUT ROWID;

-- What a LinkedIn step really put before a person, where that was seen: they may have changed it in the window.
CREATE TABLE linkedin_sent (
    action_id INTEGER NOT NULL PRIMARY KEY,
    text TEXT NOT NULL,
    evidence TEXT NOT NULL
);

-- What a window noted right before the click of a LinkedIn step, to tell its effect from an earlier one's: which message stood last
-- in the conversation (a hash), or which post was liked.
CREATE TABLE linkedin_mark (
    action_id INTEGER NOT NULL PRIMARY KEY,
    mark TEXT NOT NULL
);

-- An address that a lead had when something went to them: an answer, a bounce or an opt-out of it is still about that lead.
CREATE TABLE former_address (
    address TEXT NOT NULL,
    lead_id INTEGER NOT NULL,
    PRIMARY KEY (address, lead_id)
) WITHOUT ROWID;
CREATE INDEX former_address_lead ON former_address (lead_id);
CREATE TRIGGER address_left AFTER UPDATE OF email ON lead
WHEN old.email IS NOT NULL AND new.email IS NOT old.email
AND EXISTS (SELECT 1 FROM action WHERE lead_id = old.id AND sending_at IS NOT NULL) BEGIN
    INSERT OR IGNORE INTO former_address VALUES (old.email, old.id);
END;
CREATE TRIGGER address_forgotten AFTER DELETE ON lead BEGIN
    DELETE FROM former_address WHERE lead_id = old.id;
END;
INSERT OR IGNORE INTO former_address SELECT lower(a.recipient), a.lead_id FROM action a JOIN lead l ON l.id = a.lead_id
WHERE a.kind = 'email' AND a.sending_at IS NOT NULL AND a.recipient IS NOT NULL AND lower(a.recipient) IS NOT l.email;

-- A copy that seleqt owes to the account's Sent, from the commit with which the mail counts as sent until the copy lies there.
-- `attempts` failed so far; `next_at`: the next one, and of what was given up when it is forgotten.
CREATE TABLE copy_owed (
    action_id INTEGER NOT NULL PRIMARY KEY,
    account TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    given_up INTEGER NOT NULL,
    trouble TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX copy_owed_next ON copy_owed (account, next_at);

-- What a person asks for under the privacy law. `person`: how they are known, '' once erased; `lead_id` NULL: no lead. Instants:
-- `received_at` starts the clock and `due_at` ends it. `verified_how` says how the identity was checked; a proof is not kept.
-- `refused`: what was asked for was refused, `answer` says why. `extension`: the reasons for which it takes two months longer,
-- of which the person was told at `told_at`.
CREATE TABLE privacy_request (
    id INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    lead_id INTEGER,
    person TEXT NOT NULL,
    text TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    opened_by TEXT NOT NULL,
    verified_at INTEGER,
    verified_by TEXT NOT NULL,
    verified_how TEXT NOT NULL,
    answered_at INTEGER,
    answered_by TEXT NOT NULL,
    answer TEXT NOT NULL,
    refused INTEGER NOT NULL,
    closed_at INTEGER,
    closed_by TEXT NOT NULL,
    extended_at INTEGER,
    extended_by TEXT NOT NULL,
    extension TEXT NOT NULL,
    told_at INTEGER
);
CREATE INDEX privacy_request_due ON privacy_request (due_at) WHERE answered_at IS NULL AND closed_at IS NULL;
CREATE INDEX privacy_request_lead ON privacy_request (lead_id) WHERE lead_id IS NOT NULL;

-- A breach of personal data that was put on record: it began at `began_at`, ended at `ended_at`, was found at `found_at`, which
-- starts the clock of the authority. `people`: how many it concerned when it was recorded.
CREATE TABLE privacy_breach (
    id INTEGER NOT NULL PRIMARY KEY,
    text TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    found_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    people INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by TEXT NOT NULL,
    reported_at INTEGER,
    reported_by TEXT NOT NULL,
    report TEXT NOT NULL
);

-- Somebody who was erased: nothing is kept of them but keyed hashes of their addresses, profiles and telephone numbers, by which
-- they are refused when they are imported again. `reason` 'erased', or why the name was on the list of those never contacted.
CREATE TABLE tombstone (
    mark TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL
) WITHOUT ROWID;

-- What came of what was sent: `report` reads these few rows and none of the others.
CREATE INDEX history_news ON history (id) WHERE event IN ('replied', 'meeting', 'won', 'lost', 'not_interested', 'wrong_person',
    'later', 'connected', 'unsubscribed', 'objected', 'complaint', 'bounced', 'failed', 'lifted');

-- When a run was there, from its first look at what is due to its last: what the availability is measured by.
CREATE TABLE run_time (
    id INTEGER NOT NULL PRIMARY KEY,
    began_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
);

-- A pause of the whole home from a moment to a moment, announced before; its end is moved when somebody resumes early.
CREATE TABLE planned_pause (
    id INTEGER NOT NULL PRIMARY KEY,
    begins_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    announced_at INTEGER NOT NULL,
    announced_by TEXT NOT NULL
);

-- A first contact that did not go counts no more; it is found by its action.
CREATE INDEX first_contact_action ON first_contact (action_id);

-- What a person here is to do about somebody: asked when that somebody is told of it, or erased.
CREATE INDEX task_lead ON task (lead_id);
