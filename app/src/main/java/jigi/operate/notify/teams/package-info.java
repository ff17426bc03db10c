/** Microsoft Teams, by a workflow's webhook. */
@NullMarked
package jigi.operate.notify.teams;

import org.jspecify.annotations.NullMarked;
