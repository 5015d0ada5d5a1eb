-- Payouts: a row an item, and what happened to each. Account numbers are in the file alone, which is known by its hash.
-- Times are milliseconds since 1970.
CREATE TABLE "Payout" (
  "id"         TEXT PRIMARY KEY NOT NULL,
  "provider"   TEXT NOT NULL,
  "state"      TEXT NOT NULL,
  -- the file, and what it is to be read with
  "inputHash"  TEXT NOT NULL,
  "plan"       TEXT NOT NULL,
  "approvals"  INTEGER NOT NULL,
  "startedBy"  TEXT NOT NULL,
  "createdAt"  INTEGER NOT NULL,
  "endedAt"    INTEGER
) STRICT;
CREATE INDEX "Payout_inputHash_idx" ON "Payout" ("inputHash");

CREATE TABLE "PayoutItem" (
  "payoutId"   TEXT NOT NULL REFERENCES "Payout" ("id"),
  "number"     INTEGER NOT NULL,
  -- what the file calls it
  "reference"  TEXT,
  "amount"     TEXT NOT NULL,
  "currency"   TEXT NOT NULL,
  "state"      TEXT NOT NULL,
  "attempt"    INTEGER NOT NULL,
  "step"       INTEGER NOT NULL,
  -- ids, addresses and hashes that the steps gave
  "given"      TEXT NOT NULL,
  "orderId"    TEXT,
  "hasMoved"   INTEGER NOT NULL,
  "tries"      INTEGER NOT NULL,
  "turns"      INTEGER NOT NULL,
  "begunAt"    INTEGER,
  "dueAt"      INTEGER,
  "reason"     TEXT,
  -- each change is of the version that it was made from
  "version"    INTEGER NOT NULL,
  "leaseUntil" INTEGER NOT NULL,
  PRIMARY KEY ("payoutId", "number")
) STRICT;
CREATE INDEX "PayoutItem_due_idx" ON "PayoutItem" ("payoutId", "dueAt", "number") WHERE "dueAt" IS NOT NULL;
-- what was begun goes first: its keys grow old
CREATE INDEX "PayoutItem_begun_idx" ON "PayoutItem" ("payoutId", "dueAt", "number") WHERE "dueAt" IS NOT NULL AND "attempt" > 0;
CREATE INDEX "PayoutItem_reference_idx" ON "PayoutItem" ("reference") WHERE "reference" IS NOT NULL;

-- written with the change itself; number 0 is the payout
CREATE TABLE "PayoutEvent" (
  "payoutId" TEXT NOT NULL REFERENCES "Payout" ("id"),
  "number"   INTEGER NOT NULL,
  "version"  INTEGER NOT NULL,
  "event"    TEXT NOT NULL,
  "detail"   TEXT,
  "before"   TEXT NOT NULL,
  "after"    TEXT NOT NULL,
  "attempt"  INTEGER NOT NULL,
  "step"     INTEGER NOT NULL,
  "at"       INTEGER NOT NULL,
  PRIMARY KEY ("payoutId", "number", "version")
) STRICT;
