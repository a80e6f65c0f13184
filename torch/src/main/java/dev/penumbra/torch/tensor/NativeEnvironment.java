package dev.penumbra.torch.tensor;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.util.Optional;

/**
 * The environment of this process as C's {@code getenv} reads it; Java's own view of it never changes. Called through
 * {@code java.lang.foreign}, which is final since Java 22, by its names, because Penumbra is compiled for Java 21.
 */
final class NativeEnvironment {
    private static final String FOREIGN = "java.lang.foreign.";

    private NativeEnvironment() {}

    /**
     * Sets {@code name} where it is not set, for libraries that are loaded after this.
     *
     * @return whether this Java can
     */
    static boolean setDefault(String name, String value) {
        if (Runtime.version().feature() < 22) {
            return false;
        }
        try {
            Object arena = type("Arena").getMethod("ofAuto").invoke(null);
            var text = type("SegmentAllocator").getMethod("allocateFrom", String.class);
            int keepWhatIsSet = 0;
            return 0
                    == (int) setenv().invokeWithArguments(
                                    text.invoke(arena, name), text.invoke(arena, value), keepWhatIsSet);
        } catch (Throwable e) {
            throw new IllegalStateException("setenv cannot be called", e);
        }
    }

    private static MethodHandle setenv() throws ReflectiveOperationException {
        Class<?> linkerType = type("Linker");
        Object linker = linkerType.getMethod("nativeLinker").invoke(null);
        Object lookup = linkerType.getMethod("defaultLookup").invoke(linker);
        Optional<?> address = (Optional<?>)
                type("SymbolLookup").getMethod("find", String.class).invoke(lookup, "setenv");
        Object pointer = type("ValueLayout").getField("ADDRESS").get(null);
        Object integer = type("ValueLayout").getField("JAVA_INT").get(null);
        Object arguments = Array.newInstance(type("MemoryLayout"), 3);
        Array.set(arguments, 0, pointer);
        Array.set(arguments, 1, pointer);
        Array.set(arguments, 2, integer);
        Object descriptor = type("FunctionDescriptor")
                .getMethod("of", type("MemoryLayout"), arguments.getClass())
                .invoke(null, integer, arguments);
        Object noOptions = Array.newInstance(type("Linker$Option"), 0);
        return (MethodHandle) linkerType
                .getMethod("downcallHandle", type("MemorySegment"), type("FunctionDescriptor"), noOptions.getClass())
                .invoke(linker, address.orElseThrow(), descriptor, noOptions);
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(FOREIGN + name);
    }
}
