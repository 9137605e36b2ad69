using Telemetry.Storage.Derived;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Stores;

namespace Telemetry.Storage.Tests.Contract;

/// <summary>A store over an empty database of its own, with a reader of the same; gone with its disposal.</summary>
public interface IContractStore : IAsyncDisposable
{
    /// <summary>Opened.</summary>
    ITelemetryStore Store { get; }

    ITelemetryReader Reader { get; }

    IDerivedStore Derived { get; }

    /// <summary>Closes the store and opens another over the same data, as after a restart of the host.</summary>
    Task RestartAsync();
}
