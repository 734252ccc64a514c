-- Instants are whole seconds since 1970 in UTC. Enums are stored by value. JSON is text.

CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- One row each time an edit of campaigns.yaml was accepted: the text and every file it names.
CREATE TABLE version (
    id INTEGER NOT NULL PRIMARY KEY,
    sha256 TEXT NOT NULL,
    path TEXT NOT NULL,
    text BLOB NOT NULL,
    files BLOB NOT NULL,
    applied_at INTEGER NOT NULL,
    applied_by TEXT NOT NULL
);

CREATE TABLE lead_import (
    id INTEGER NOT NULL PRIMARY KEY,
    file TEXT NOT NULL,
    source TEXT NOT NULL,
    basis TEXT NOT NULL,
    tags TEXT NOT NULL,
    imported_at INTEGER NOT NULL
);

CREATE TABLE lead (
    id INTEGER NOT NULL PRIMARY KEY,
    email TEXT,
    email_shown TEXT,
    linkedin TEXT,
    first_name TEXT,
    last_name TEXT,
    company TEXT,
    title TEXT,
    phone TEXT,
    timezone TEXT,
    country TEXT,
    language TEXT,
    birth_date TEXT,
    fields TEXT,
    import_id INTEGER NOT NULL REFERENCES lead_import (id),
    -- What binds the person over all campaigns:
    stopped TEXT,
    paused_until INTEGER,
    connected_at INTEGER,
    replied_at INTEGER,
    contacted_at INTEGER
);
CREATE UNIQUE INDEX lead_email ON lead (email) WHERE email IS NOT NULL;
CREATE UNIQUE INDEX lead_linkedin ON lead (linkedin) WHERE linkedin IS NOT NULL;

CREATE TABLE lead_tag (
    lead_id INTEGER NOT NULL REFERENCES lead (id),
    tag TEXT NOT NULL,
    PRIMARY KEY (lead_id, tag)
) WITHOUT ROWID;
CREATE INDEX lead_tag_tag ON lead_tag (tag, lead_id);

-- Never to be contacted: kind is email, linkedin or domain; value is normalised.
CREATE TABLE suppression (
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    reason TEXT NOT NULL,
    source TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (kind, value)
) WITHOUT ROWID;

-- One row an account (not a sender name): what limits, holds and inbox reading belong to.
CREATE TABLE account (
    key TEXT NOT NULL PRIMARY KEY,
    channel TEXT NOT NULL,
    applied_at INTEGER NOT NULL,
    held TEXT,
    held_at INTEGER,
    held_until INTEGER,
    paused_until INTEGER,
    inbox_read_at INTEGER,
    inbox_trouble TEXT,
    errors INTEGER NOT NULL,
    guard_from INTEGER NOT NULL
) WITHOUT ROWID;

-- What was found out about an email account: its servers, where the file names none (JSON, '' = not found), and what
-- `senders test` saw: whether the server keeps a copy in Sent and the Message-ID that it was given, and the names of the
-- keys it signed with, SELECTOR._domainkey.DOMAIN, separated by spaces (NULL: never looked).
CREATE TABLE mail_settings (
    account TEXT NOT NULL PRIMARY KEY,
    smtp TEXT NOT NULL,
    imap TEXT NOT NULL,
    provider TEXT NOT NULL,
    found_by TEXT NOT NULL,
    found_at INTEGER NOT NULL,
    keeps_sent INTEGER,
    keeps_id INTEGER,
    dkim TEXT
) WITHOUT ROWID;

CREATE TABLE campaign_state (
    name TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    since INTEGER NOT NULL,
    reason TEXT NOT NULL
) WITHOUT ROWID;

-- A schedule in one zone with one country's holidays; journeys point to it.
CREATE TABLE lane (
    id INTEGER NOT NULL PRIMARY KEY,
    campaign TEXT NOT NULL,
    zone TEXT NOT NULL,
    holidays TEXT NOT NULL
);
CREATE UNIQUE INDEX lane_key ON lane (campaign, zone, holidays);

-- One lead walking one campaign. `step` is the id of what comes next ('' at the end), `kind` its kind.
-- `queue` is the account that will do it, '+' and the campaign while no sender is fixed, '-' when its moment alone decides,
-- '' when it is in no queue. `first`: nothing was put before the person yet; such newcomers go by `place`, others by `due_at`.
CREATE TABLE journey (
    id INTEGER NOT NULL PRIMARY KEY,
    lead_id INTEGER NOT NULL REFERENCES lead (id),
    campaign TEXT NOT NULL,
    place INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    step TEXT NOT NULL,
    kind TEXT NOT NULL,
    queue TEXT NOT NULL,
    lane INTEGER NOT NULL,
    first INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    base_at INTEGER NOT NULL,
    message_at INTEGER NOT NULL,
    waited INTEGER NOT NULL,
    entered_at INTEGER NOT NULL,
    started INTEGER NOT NULL,
    person TEXT NOT NULL,
    email_account TEXT NOT NULL,
    linkedin_account TEXT NOT NULL,
    company TEXT NOT NULL,
    done TEXT NOT NULL,
    thread_subject TEXT NOT NULL,
    thread TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX journey_lead ON journey (lead_id, campaign);
CREATE INDEX journey_follow ON journey (queue, kind, lane, due_at, id) WHERE first = 0 AND state = 'waiting';
CREATE INDEX journey_ready ON journey (queue, kind, lane, place, id) WHERE first = 1 AND state = 'due';
CREATE INDEX journey_arriving ON journey (queue, kind, lane, due_at, id) WHERE first = 1 AND state = 'waiting';
CREATE INDEX journey_arrival ON journey (queue, kind, due_at) WHERE first = 1 AND state = 'waiting';
CREATE INDEX journey_timer ON journey (due_at, id) WHERE queue = '-' AND state = 'waiting';
CREATE INDEX journey_held ON journey (state, id) WHERE state IN ('held', 'paused');
CREATE INDEX journey_company ON journey (company) WHERE company <> '';

-- How many journeys of a campaign are in a state, so that status costs the same at any size.
CREATE TABLE journey_count (
    campaign TEXT NOT NULL,
    state TEXT NOT NULL,
    journeys INTEGER NOT NULL,
    PRIMARY KEY (campaign, state)
) WITHOUT ROWID;
CREATE TRIGGER journey_counted AFTER INSERT ON journey BEGIN
    INSERT INTO journey_count VALUES (new.campaign, new.state, 1)
    ON CONFLICT DO UPDATE SET journeys = journeys + 1;
END;
CREATE TRIGGER journey_recounted AFTER UPDATE OF state ON journey WHEN old.state <> new.state BEGIN
    UPDATE journey_count SET journeys = journeys - 1 WHERE campaign = old.campaign AND state = old.state;
    INSERT INTO journey_count VALUES (new.campaign, new.state, 1)
    ON CONFLICT DO UPDATE SET journeys = journeys + 1;
END;
CREATE TRIGGER journey_uncounted AFTER DELETE ON journey BEGIN
    UPDATE journey_count SET journeys = journeys - 1 WHERE campaign = old.campaign AND state = old.state;
END;

-- One thing done to the world by one account. UNIQUE(send_key) is what makes "never twice" a constraint.
CREATE TABLE action (
    id INTEGER NOT NULL PRIMARY KEY,
    send_key TEXT NOT NULL UNIQUE,
    journey_id INTEGER NOT NULL,
    lead_id INTEGER NOT NULL,
    lead TEXT,
    campaign TEXT NOT NULL,
    step TEXT NOT NULL,
    kind TEXT NOT NULL,
    account TEXT NOT NULL,
    sender TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    planned_at INTEGER NOT NULL,
    slot_at INTEGER NOT NULL,
    claimed_at INTEGER NOT NULL,
    sending_at INTEGER,
    settled_at INTEGER,
    attempts INTEGER NOT NULL,
    first INTEGER NOT NULL,
    recipient TEXT,
    message_id TEXT UNIQUE,
    variant TEXT NOT NULL,
    subject TEXT,
    payload_sha256 TEXT NOT NULL
);
CREATE INDEX action_journey ON action (journey_id);
CREATE INDEX action_lead ON action (lead_id);
CREATE INDEX action_account ON action (account, kind, slot_at);
CREATE INDEX action_open ON action (account, state) WHERE state IN ('claimed', 'sending', 'in_doubt');

-- A LinkedIn invitation that was sent by a connect action. While it is open, its account withdraws it from `due_at` on.
CREATE TABLE invitation (
    id INTEGER NOT NULL PRIMARY KEY,
    action_id INTEGER NOT NULL UNIQUE REFERENCES action (id),
    journey_id INTEGER NOT NULL,
    lead_id INTEGER NOT NULL,
    campaign TEXT NOT NULL,
    step TEXT NOT NULL,
    account TEXT NOT NULL,
    lane INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    settled_at INTEGER
);
CREATE UNIQUE INDEX invitation_one ON invitation (lead_id, account) WHERE state = 'open';
CREATE INDEX invitation_due ON invitation (account, lane, due_at, journey_id) WHERE state = 'open';
CREATE INDEX invitation_lead ON invitation (lead_id, state);

-- The frozen bytes of an action, the same on every attempt; `thread` is JSON: sender's address, subject, chain of Message-IDs.
CREATE TABLE payload (
    action_id INTEGER NOT NULL PRIMARY KEY REFERENCES action (id),
    content BLOB NOT NULL,
    thread TEXT NOT NULL
);

-- What limits count: one row each attempt that reserved a place. `at` is C2's moment, the planned one while reserved.
CREATE TABLE usage (
    id INTEGER NOT NULL PRIMARY KEY,
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    action_id INTEGER NOT NULL,
    armed INTEGER NOT NULL
);
CREATE INDEX usage_at ON usage (account, kind, at);
CREATE INDEX usage_action ON usage (action_id);

-- The days of an account's zone on which it did anything: what a ramp-up counts.
CREATE TABLE active_day (
    account TEXT NOT NULL,
    day INTEGER NOT NULL,
    PRIMARY KEY (account, day)
) WITHOUT ROWID;

-- First contacts a day of the business's zone: what company_cap and max_new_leads count.
CREATE TABLE first_contact (
    day INTEGER NOT NULL,
    company TEXT NOT NULL,
    action_id INTEGER NOT NULL,
    PRIMARY KEY (day, company, action_id)
) WITHOUT ROWID;

-- The append-only record. `data` holds what audit reads: the limits in force, the window and its zone, the inbox-read time.
CREATE TABLE history (
    id INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    event TEXT NOT NULL,
    action_id INTEGER,
    journey_id INTEGER,
    lead_id INTEGER,
    account TEXT,
    campaign TEXT,
    data TEXT NOT NULL
);
CREATE INDEX history_lead ON history (lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX history_action ON history (action_id) WHERE event IN ('bounced', 'failed');
CREATE INDEX history_at ON history (at);

CREATE TABLE task (
    id INTEGER NOT NULL PRIMARY KEY,
    journey_id INTEGER NOT NULL,
    lead_id INTEGER NOT NULL,
    campaign TEXT NOT NULL,
    step TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    account TEXT NOT NULL,
    text TEXT NOT NULL,
    frozen TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    snoozed_until INTEGER,
    settled_at INTEGER,
    settled_by TEXT NOT NULL,
    -- Who has it before them: theirs for ten minutes from then.
    opened_at INTEGER,
    opened_by TEXT
);
CREATE UNIQUE INDEX task_open ON task (journey_id, step, kind) WHERE state = 'open';
CREATE INDEX task_state ON task (state, created_at);

-- Which rows of the history are events of `on:`. What else is one: a task that opens, a journey that comes to its end.
CREATE TABLE hook_word (
    word TEXT NOT NULL PRIMARY KEY,
    event TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO hook_word VALUES
    ('replied', 'reply'), ('connected', 'accepted'), ('bounced', 'bounce'), ('failed', 'bounce'), ('complaint', 'complaint'),
    ('unsubscribed', 'unsubscribe'), ('held', 'lead_held'), ('sender_held', 'sender_held'), ('domain_held', 'sender_held'),
    ('in_doubt', 'in_doubt');

-- `on:` as it was last applied: number `number` of its event in a campaign ('' = all campaigns). `command` is JSON, [] beside a
-- webhook; `accounts` (JSON) are those of the campaign's senders: what happens to one of them concerns the campaign.
CREATE TABLE hook (
    id INTEGER NOT NULL PRIMARY KEY,
    event TEXT NOT NULL,
    campaign TEXT NOT NULL,
    number INTEGER NOT NULL,
    command TEXT NOT NULL,
    webhook TEXT NOT NULL,
    accounts TEXT NOT NULL
);
CREATE UNIQUE INDEX hook_place ON hook (event, campaign, number);

-- An event that a hook asks for, from the commit that it came with until it was told. Whom it is about is read when it is told.
CREATE TABLE happening (
    id INTEGER NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL UNIQUE,
    event TEXT NOT NULL,
    at INTEGER NOT NULL,
    lead_id INTEGER,
    task_id INTEGER,
    account TEXT NOT NULL,
    sender TEXT NOT NULL,
    campaign TEXT NOT NULL,
    step TEXT NOT NULL,
    class TEXT NOT NULL,
    reason TEXT NOT NULL
);

-- One event for one hook, until it is told: `state` is waiting or given_up. While somebody tells it, `next_at` is when that is over.
CREATE TABLE delivery (
    happening_id INTEGER NOT NULL,
    hook_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    problem TEXT NOT NULL,
    PRIMARY KEY (happening_id, hook_id)
) WITHOUT ROWID;
CREATE INDEX delivery_due ON delivery (hook_id, next_at) WHERE state = 'waiting';

CREATE TRIGGER history_told AFTER INSERT ON history WHEN EXISTS (SELECT 1 FROM hook) BEGIN
    INSERT INTO happening (event_id, event, at, lead_id, account, sender, campaign, step, class, reason)
    SELECT lower(hex(randomblob(16))), w.event, new.at, new.lead_id, coalesce(new.account, a.account, ''), coalesce(a.sender, ''),
        coalesce(new.campaign, a.campaign, ''), coalesce(json_extract(new.data, '$.step'), a.step, ''),
        coalesce(json_extract(new.data, '$.class'), CASE WHEN w.event = 'bounce' THEN 'hard_bounce' ELSE '' END),
        CASE WHEN w.event IN ('lead_held', 'sender_held', 'in_doubt') THEN coalesce(json_extract(new.data, '$.reason'), '') ELSE '' END
    FROM hook_word w
    LEFT JOIN inbox_message m ON m.id = json_extract(new.data, '$.message')
    -- what is known of the person alone is about the mail that they got last
    LEFT JOIN action a ON a.id = coalesce(new.action_id, m.action_id, CASE WHEN new.event <> 'held' THEN
        (SELECT max(id) FROM action WHERE lead_id = new.lead_id AND state IN ('sent', 'in_doubt')) END)
    WHERE w.word = new.event
        AND (new.event <> 'failed' OR json_extract(new.data, '$.hard_bounce'))
        AND (new.event <> 'unsubscribed' OR new.journey_id IS NULL);
END;
CREATE TRIGGER task_told AFTER INSERT ON task
WHEN new.state = 'open' AND EXISTS (SELECT 1 FROM hook WHERE event = 'task') BEGIN
    INSERT INTO happening (event_id, event, at, lead_id, task_id, account, sender, campaign, step, class, reason)
    VALUES (lower(hex(randomblob(16))), 'task', coalesce(new.snoozed_until, new.created_at), new.lead_id, new.id, new.account, '',
        new.campaign, CASE WHEN new.step LIKE 'lead %' THEN '' ELSE new.step END, new.kind, '');
END;
CREATE TRIGGER journey_told AFTER UPDATE OF state ON journey
WHEN new.state = 'finished' AND old.state <> 'finished' AND EXISTS (SELECT 1 FROM hook WHERE event = 'finished') BEGIN
    INSERT INTO happening (event_id, event, at, lead_id, account, sender, campaign, step, class, reason)
    VALUES (lower(hex(randomblob(16))), 'finished', new.due_at, new.lead_id, '', '', new.campaign, '', '', '');
END;
CREATE TRIGGER happening_told AFTER INSERT ON happening BEGIN
    INSERT INTO delivery SELECT new.id, h.id, 'waiting', 0, new.at, '' FROM hook h WHERE h.event = new.event AND (
        h.campaign IN ('', new.campaign)
        OR (new.campaign = '' AND EXISTS (SELECT 1 FROM json_each(h.accounts) WHERE value = new.account))
    );
    DELETE FROM happening WHERE id = new.id AND NOT EXISTS (SELECT 1 FROM delivery WHERE happening_id = new.id);
END;

-- How far each folder of an account was read. UIDs mean nothing under another uidvalidity (RFC 3501 section 2.3.1.1).
CREATE TABLE inbox_folder (
    account TEXT NOT NULL,
    folder TEXT NOT NULL,
    uidvalidity INTEGER NOT NULL,
    next_uid INTEGER NOT NULL,
    PRIMARY KEY (account, folder)
) WITHOUT ROWID;

-- A mail that has to do with what was sent; other mail of the account is read and not kept. `digest` is made of its Message-ID
-- and content, so that it is handled once, in whatever folder or copy it lies. `undo` says how to take back what followed from it.
CREATE TABLE inbox_message (
    id INTEGER NOT NULL PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL,
    folder TEXT NOT NULL,
    uid INTEGER NOT NULL,
    message_id TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    read_at INTEGER NOT NULL,
    sender TEXT NOT NULL,
    sender_name TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    class TEXT NOT NULL,
    detail TEXT NOT NULL,
    status TEXT NOT NULL,
    returns TEXT NOT NULL,
    addresses TEXT NOT NULL,
    reasons TEXT NOT NULL,
    matched TEXT NOT NULL,
    state TEXT NOT NULL,
    lead_id INTEGER,
    journey_id INTEGER,
    action_id INTEGER,
    followed TEXT NOT NULL,
    undo TEXT NOT NULL
);
CREATE INDEX inbox_message_thread ON inbox_message (message_id) WHERE message_id <> '' AND action_id IS NOT NULL;
CREATE INDEX inbox_message_lead ON inbox_message (lead_id, id) WHERE lead_id IS NOT NULL;

-- Another Message-ID that a mail of ours got on its way, or that stands in the thread for it.
CREATE TABLE message_alias (
    alias TEXT NOT NULL PRIMARY KEY,
    action_id INTEGER NOT NULL
) WITHOUT ROWID;

-- The words of the List-Unsubscribe field, filled when the first unsubscribe mail from an unknown address comes in.
CREATE TABLE unsubscribe_token (
    token TEXT NOT NULL PRIMARY KEY,
    action_id INTEGER NOT NULL
) WITHOUT ROWID;

-- A mail of ours that Sent shows and that this database does not know, because an older copy of it was put back: `code` is what
-- stands before the @ of its Message-ID. Should its step ever be claimed, nothing goes.
CREATE TABLE sent_elsewhere (
    code TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL,
    at INTEGER NOT NULL
) WITHOUT ROWID;

-- A search for what came of a doubt: in how many readings of the account after the send nothing of it lay in Sent.
CREATE TABLE doubt_search (
    action_id INTEGER NOT NULL PRIMARY KEY,
    searches INTEGER NOT NULL,
    last_at INTEGER NOT NULL
) WITHOUT ROWID;

-- When a copy of a mail of ours was first seen in Sent. `put`: seleqt put it there itself, so that it shows nothing.
CREATE TABLE sent_copy (
    action_id INTEGER NOT NULL PRIMARY KEY,
    seen_at INTEGER NOT NULL,
    put INTEGER NOT NULL
) WITHOUT ROWID;
