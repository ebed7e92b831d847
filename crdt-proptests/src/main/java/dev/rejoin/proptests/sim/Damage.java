package dev.rejoin.proptests.sim;

import java.util.Arrays;

/** Ways in which bytes get broken. */
public final class Damage {
    private Damage() {}

    /**
     * Breaks some bytes.
     *
     * @param bytes any bytes; not changed
     * @param raw any number; selects the way and the place
     * @return other bytes; perhaps equal ones when the number asks for no change
     */
    public static byte[] of(byte[] bytes, int raw) {
        int way = OpSpec.clamp(raw, 6);
        int rest = Math.floorDiv(raw, 6);
        if (bytes.length == 0) {
            return new byte[] {(byte) rest};
        }
        int at = OpSpec.clamp(rest, bytes.length);
        byte[] broken = bytes.clone();
        switch (way) {
            case 0 -> broken[at] ^= (byte) (1 << OpSpec.clamp(rest, 8));
            case 1 -> broken[at] = (byte) 0xFF;
            case 2 -> broken[at] = 0;
            case 3 -> broken = Arrays.copyOf(bytes, at);
            case 4 -> broken = Arrays.copyOf(bytes, bytes.length + 1 + OpSpec.clamp(rest, 3));
            default -> {
                System.arraycopy(bytes, at + 1, broken, at, bytes.length - at - 1);
                broken = Arrays.copyOf(broken, bytes.length - 1);
            }
        }
        return broken;
    }
}
