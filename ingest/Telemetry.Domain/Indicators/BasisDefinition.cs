using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Indicators;

/// <summary>
/// One definition of a rate's denominator as it holds for a scope on a day: where the figure comes from, and, where it
/// is one that was written down, the figure.
/// </summary>
/// <param name="Id">Names the series of its rates (tag <c>basis</c>).</param>
/// <param name="Scope">A district; null for the city.</param>
/// <param name="Official">Whether the published rate is held against it.</param>
/// <param name="FigurePerDay">
/// m³ a day, or tonnes for garbage, for declared and estimated; null where it is measured.
/// </param>
/// <param name="Classes">The supply by customer class behind an estimate; empty where it isn't divided.</param>
/// <param name="From">First local day on which it holds in this form.</param>
/// <param name="Source">Where the figure or the rule comes from.</param>
public sealed record BasisDefinition(
    string Id, DenominatorBasis Basis, DistrictId? Scope, bool Official, double? FigurePerDay,
    ImmutableArray<DeclaredSupply> Classes, DateOnly From, string Source)
{
    /// <summary>A sum of the districts' figures, since the city has none of its own.</summary>
    public bool SummedFromDistricts { get; init; }

    /// <summary>
    /// <c>{first day}-{8 hex digits}</c> of everything that the definition says: two rates with one version were held
    /// against the same definition.
    /// </summary>
    public string Version
    {
        get
        {
            var said = new StringBuilder();
            Say(said, Id);
            Say(said, WireNames.Of(Basis));
            Say(said, Scope?.Value ?? "city");
            Say(said, Number(FigurePerDay));
            Say(said, Day(From));
            Say(said, Source);
            foreach (var supply in Classes)
            {
                Say(said, supply.CustomerClass);
                Say(said, Number(supply.SupplyM3D));
                Say(said, Number(supply.Coefficient));
            }
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes(said.ToString()));
            return $"{Day(From)}-{Convert.ToHexStringLower(hash.AsSpan(0, 4))}";
        }
    }

    private static void Say(StringBuilder said, string part) => said.Append(part).Append('\n');

    private static string Number(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
