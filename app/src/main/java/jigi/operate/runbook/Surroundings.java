package jigi.operate.runbook;

import jigi.base.config.Names;

/** The names of a manual that its runbooks may use. */
record Surroundings(Names hosts, Names conditions, Names alerts) {}
