package jigi.base.connect;

/**
 * The last test of a way, as it is kept.
 *
 * @param made identifies how the way was reached then
 */
record KeptTest(String made, TestedWay.Last last) {}
