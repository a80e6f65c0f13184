package dev.penumbra.data;

/** How classes are dealt that are too small to give each part its share by themselves. */
public enum SmallClasses {
    /** Spread evenly over the whole, so that the parts are as large as was asked. */
    EVENLY,
    /**
     * From three examples on, a class is in every part, however large the parts become by that; fewer are dealt at random. So did runs
     * of configurations before version 3, which keep their splits.
     */
    IN_EVERY_PART
}
