package dev.rejoin.proptests.contract;

import dev.rejoin.proptests.sim.MixedWorkload;
import dev.rejoin.proptests.sim.Workload;

class DocumentContractProperties extends TypeContract {
    @Override
    protected Workload workload() {
        return MixedWorkload.ofEverything();
    }
}
