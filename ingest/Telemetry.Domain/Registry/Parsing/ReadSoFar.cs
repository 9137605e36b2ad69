namespace Telemetry.Domain.Registry.Parsing;

/// <summary>What earlier parts of the file have established for the later ones.</summary>
internal sealed class ReadSoFar
{
    /// <summary>UTC while the file's own is unknown.</summary>
    public TimeZoneInfo TimeZone { get; set; } = TimeZoneInfo.Utc;

    public IdSet Districts { get; } = new("district");

    public IdSet Plants { get; } = new("plant");

    public IdSet Facilities { get; } = new("facility");

    public IdSet Vehicles { get; } = new("vehicle");

    public IdSet CollectionPoints { get; } = new("collection point");

    /// <summary>Every place on the globe, with its path.</summary>
    public List<(string Path, GeoPoint Point)> Places { get; } = [];

    /// <summary>Only of plants whose kind is known.</summary>
    public Dictionary<string, PlantKind> PlantKinds { get; } = new(StringComparer.Ordinal);

    /// <summary>The meters of each plant.</summary>
    public Dictionary<string, IdSet> Meters { get; } = new(StringComparer.Ordinal);

    /// <summary>Only of facilities whose kind is known.</summary>
    public Dictionary<string, FacilityKind> FacilityKinds { get; } = new(StringComparer.Ordinal);
}
