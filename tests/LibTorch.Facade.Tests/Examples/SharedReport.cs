namespace LibTorch.Tests.Examples;

/// <summary>The tests that share a report.</summary>
[CollectionDefinition(WrittenReport.Name)]
public sealed class SharedReport : ICollectionFixture<WrittenReport>;
