CREATE INDEX delivery_by_channel ON delivery (system, channel, state, ended_at);
