/** Slack, by an app of the workspace. */
@NullMarked
package jigi.operate.notify.slackapp;

import org.jspecify.annotations.NullMarked;
