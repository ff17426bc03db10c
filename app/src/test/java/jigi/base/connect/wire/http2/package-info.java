@org.jspecify.annotations.NullMarked
package jigi.base.connect.wire.http2;
