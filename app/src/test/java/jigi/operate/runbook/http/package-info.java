@org.jspecify.annotations.NullMarked
package jigi.operate.runbook.http;
