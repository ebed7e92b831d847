package dev.rejoin.comparison;

import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.ddata.LWWMap;
import org.apache.pekko.cluster.ddata.ORMap;
import org.apache.pekko.cluster.ddata.ORSet;
import org.apache.pekko.cluster.ddata.PNCounter;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * The data types of Pekko Distributed Data with their deltas, encoded by Pekko's own serializers, without actors and
 * network. It has no texts.
 */
final class PekkoContender implements Contender {
    private final ActorSystem system = ActorSystem.create(
            "comparison",
            ConfigFactory.parseString("pekko.loglevel = ERROR, pekko.stdout-loglevel = ERROR, pekko.daemonic = on")
                    .withFallback(ConfigFactory.load()));

    @Override
    public String name() {
        return "Pekko Distributed Data";
    }

    @Override
    public String versionKey() {
        return "Pekko-Version";
    }

    @Override
    public Optional<List<Small>> smalls(int number) {
        List<Small> smalls = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            smalls.add(new PekkoSmall(
                    SerializationExtension.get(system),
                    new SelfUniqueAddress(
                            new UniqueAddress(new Address("pekko", "comparison", "host", 1 + i), (long) i))));
        }
        return Optional.of(smalls);
    }

    @Override
    public void close() {
        system.terminate();
    }

    private static final class PekkoSmall implements Small {
        private final Serialization serialization;
        private final SelfUniqueAddress self;
        private LWWMap<String, String> map = LWWMap.create();
        private PNCounter counter = PNCounter.create();
        private ORSet<String> set = ORSet.create();

        PekkoSmall(Serialization serialization, SelfUniqueAddress self) {
            this.serialization = serialization;
            this.self = self;
        }

        /** A delta as bytes, with what names its type. */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        private record Message(int serializer, String manifest, byte[] bytes, char kind) implements Encoded {
            @Override
            public int length() {
                return bytes.length;
            }
        }

        private Message message(Object delta, char kind) {
            SerializerWithStringManifest serializer =
                    (SerializerWithStringManifest) serialization.findSerializerFor(delta);
            return new Message(serializer.identifier(), serializer.manifest(delta), serializer.toBinary(delta), kind);
        }

        @Override
        public Object put(String key, String value) {
            map = map.resetDelta().put(self, key, value);
            return message(map.delta().get(), 'm');
        }

        @Override
        public Object increment() {
            counter = counter.resetDelta().increment(self, 1L);
            return message(counter.delta().get(), 'c');
        }

        @Override
        public Object add(String element) {
            set = set.resetDelta().add(self, element);
            return message(set.delta().get(), 's');
        }

        @Override
        public void receive(Object received) {
            Message message = (Message) received;
            Object delta = serialization
                    .deserialize(message.bytes(), message.serializer(), message.manifest())
                    .get();
            switch (message.kind()) {
                case 'm' -> map = map.mergeDelta((ORMap.DeltaOp) delta);
                case 'c' -> counter = counter.mergeDelta((PNCounter) delta);
                default -> set = set.mergeDelta((ORSet.DeltaOp) delta);
            }
        }

        @Override
        public List<Long> sizes() {
            return List.of((long) map.size(), counter.getValue().longValue(), (long) set.size());
        }
    }
}
