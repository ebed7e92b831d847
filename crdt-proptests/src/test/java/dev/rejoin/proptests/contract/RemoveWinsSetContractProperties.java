package dev.rejoin.proptests.contract;

import dev.rejoin.document.SlotKind;
import dev.rejoin.proptests.sim.MixedWorkload;
import dev.rejoin.proptests.sim.Workload;

class RemoveWinsSetContractProperties extends TypeContract {
    @Override
    protected Workload workload() {
        return MixedWorkload.of(SlotKind.REMOVE_WINS_SET);
    }
}
