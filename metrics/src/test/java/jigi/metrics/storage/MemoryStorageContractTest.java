package jigi.metrics.storage;

class MemoryStorageContractTest extends SampleStorageContract {
  @Override
  protected SampleStorage open() {
    return new MemoryStorage();
  }
}
