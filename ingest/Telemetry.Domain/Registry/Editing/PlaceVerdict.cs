using Telemetry.Domain.Fleet.Places;

namespace Telemetry.Domain.Registry.Editing;

public enum PlaceOutcome
{
    /// <summary>There was no such place; there is now.</summary>
    Added,
    Changed,
    Removed,

    /// <summary>It stands there as it was asked for.</summary>
    Unchanged,

    /// <summary>There is none of that kind and name.</summary>
    Missing,

    /// <summary>It would move to another part of the registry.</summary>
    OtherKind,

    /// <summary>The registry that it would make is wrong.</summary>
    Refused,

    /// <summary>Somebody changed the registry since it was looked at.</summary>
    Outdated,

    /// <summary>The registry's file itself is wrong, can't be read or can't be written.</summary>
    Stuck,
}

/// <summary>What becomes of a wish to change a place, judged by the registry's file as it is.</summary>
/// <param name="Registry">That is in force afterwards; null where the wish can't be carried out.</param>
/// <param name="Edit">The new file, and what stood there; null where nothing is to be done.</param>
/// <param name="Problems">Why it was refused; of the file as it is where it is stuck.</param>
public sealed record PlaceVerdict(
    PlaceOutcome Outcome, CityRegistry? Registry, PlaceEdit? Edit, IReadOnlyList<RegistryError> Problems)
{
    /// <summary>The file is to be replaced.</summary>
    public bool IsChange => Outcome is PlaceOutcome.Added or PlaceOutcome.Changed or PlaceOutcome.Removed;

    /// <param name="file">The registry's file as it is now.</param>
    /// <param name="at">The place, by the kind that it has so far.</param>
    /// <param name="draft">As it is to be; null to take it out.</param>
    /// <param name="version">Of the registry that was looked at; null where any will do.</param>
    public static PlaceVerdict Judge(ReadOnlyMemory<byte> file, PlaceKey at, PlaceDraft? draft, string? version)
    {
        var current = RegistryFile.Parse(file);
        if (current.Registry is not { } registry) return Of(PlaceOutcome.Stuck, [.. current.Errors]);
        if (version is not null && version != registry.Version) return Of(PlaceOutcome.Outdated);
        var there = Find(registry, at);
        // A name stands once in its part of the registry: a depot's is no other facility's.
        if (there is { } other ? other != at : draft is null || draft.Key != at) return Of(PlaceOutcome.Missing);
        var edit = draft is null ? PlaceEdit.Remove(file, at) : PlaceEdit.Put(file, at, draft);
        if (edit is null) return Of(PlaceOutcome.OtherKind);
        if (edit.ChangesNothing) return new PlaceVerdict(PlaceOutcome.Unchanged, registry, null, []);
        var next = RegistryFile.Parse(edit.File);
        if (next.Registry is null) return Of(PlaceOutcome.Refused, [.. next.Errors]);
        var outcome = draft is null ? PlaceOutcome.Removed
            : there is null ? PlaceOutcome.Added
            : PlaceOutcome.Changed;
        return new PlaceVerdict(outcome, next.Registry, edit, []);
    }

    private static PlaceVerdict Of(PlaceOutcome outcome, IReadOnlyList<RegistryError>? problems = null) =>
        new(outcome, null, null, problems ?? []);

    /// <summary>The place that has the name in the same part of the registry, with its own kind.</summary>
    private static PlaceKey? Find(CityRegistry registry, PlaceKey at) => PlaceDraft.ListOf(at.Kind) switch
    {
        "facilities" => registry.Facilities.Values.Where(one => one.Id.Value == at.Id)
            .Select(one => (PlaceKey?)new PlaceKey(KindOf(one), at.Id)).FirstOrDefault(),
        "collection_points" => registry.CollectionPoints.Any(one => one.Id == at.Id) ? at : null,
        _ => registry.Geofences.Where(one => one.Id == at.Id)
            .Select(one => (PlaceKey?)new PlaceKey(KindOf(one), at.Id)).FirstOrDefault(),
    };

    private static PlaceKind KindOf(Facility facility) =>
        facility.Kind == FacilityKind.Depot ? PlaceKind.Depot : PlaceKind.Facility;

    private static PlaceKind KindOf(Geofence fence) => fence.Kind switch
    {
        GeofenceKind.District => PlaceKind.District,
        GeofenceKind.ServiceArea => PlaceKind.ServiceArea,
        _ => PlaceKind.Forbidden,
    };
}
